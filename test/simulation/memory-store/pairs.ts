import type { Module, Side } from '../../../server/core/record.ts';
import { SIDES } from '../../../server/core/record.ts';
import type {
  KeyRepository,
  KeyRow,
  Link,
  LinkRepository,
  OpenConflict,
  OpenConflictRepository,
  StagingRepository,
  WaitingReference,
  WaitingReferenceRepository,
} from '../../../server/ports/store.ts';
import type { OrgTables, StoredLink } from './org-tables.ts';
import type { Rows } from './rows.ts';
import { byText, copyOf } from './table.ts';

const idOf = (link: Link, side: Side) => (side === 'desk' ? link.deskId : link.crmId);
const linkKey = (link: Pick<Link, 'module' | 'deskId' | 'crmId'>) =>
  `${link.module} ${link.deskId} ${link.crmId}`;

export function linkRepository({ links }: OrgTables): Rows<LinkRepository> {
  const ofModule = (module: Link['module']) => links.all().filter((link) => link.module === module);
  const byDeskId = byText<StoredLink>((link) => link.deskId);
  const after = (deskId: string | null) => (link: StoredLink) => deskId === null || link.deskId > deskId;
  return {
    byIds(module, side, ids) {
      const wanted = new Set(ids);
      const found = ofModule(module).filter((link) => wanted.has(idOf(link, side)));
      return new Map(found.map((link) => [idOf(link, side), toLink(link)]));
    },
    insertMany(rows, at) {
      const inserted: Link[] = [];
      for (const row of [...rows].sort(byText((link) => link.deskId))) {
        const taken = ofModule(row.module);
        if (taken.some((link) => SIDES.some((side) => idOf(link, side) === idOf(row, side)))) continue;
        links.set(linkKey(row), { ...row, absentSince: absentSince(row, null, at) });
        inserted.push(copyOf(row));
      }
      return inserted;
    },
    updateMany(rows, at) {
      for (const row of rows) {
        const known = links.get(linkKey(row));
        if (known) links.set(linkKey(row), { ...row, absentSince: absentSince(row, known, at) });
      }
    },
    delete(module, deskId, crmId) {
      links.delete(linkKey({ module, deskId, crmId }));
    },
    page(module, afterDeskId, limit) {
      return ofModule(module).filter(after(afterDeskId)).sort(byDeskId).slice(0, limit).map(toLink);
    },
    count(module) {
      return ofModule(module).length;
    },
    absent(module, afterDeskId, limit) {
      return ofModule(module)
        .filter(({ absentSince: { desk, crm } }) => desk !== null || crm !== null)
        .filter(after(afterDeskId))
        .sort(byDeskId)
        .slice(0, limit)
        .map((link) => {
          const times = SIDES.flatMap((side) => link.absentSince[side] ?? []);
          return { link: toLink(link), since: times.sort()[0] ?? '' };
        });
    },
    countAbsent(module, side, since) {
      return ofModule(module).filter((link) => (link.absentSince[side] ?? '') > since).length;
    },
  };
}

function absentSince(link: Link, before: StoredLink | null, at: string): StoredLink['absentSince'] {
  const since = (side: Side) => (link.presence[side] === 'live' ? null : (before?.absentSince[side] ?? at));
  return { desk: since('desk'), crm: since('crm') };
}

export function toLink({ absentSince: _absentSince, ...link }: StoredLink): Link {
  return copyOf(link);
}

export function keyRepository({ keys }: OrgTables): Rows<KeyRepository> {
  const nameOf = (row: Pick<KeyRow, 'module' | 'side' | 'recordId'>) =>
    `${row.module} ${row.side} ${row.recordId}`;
  const of = (module: KeyRow['module'], side: Side) =>
    keys.all().filter((row) => row.module === module && row.side === side);
  const byId = byText<KeyRow>((row) => row.recordId);
  return {
    upsertMany(rows) {
      for (const row of rows) keys.set(nameOf(row), row);
    },
    find(module, side, wanted) {
      const set = new Set(wanted);
      return of(module, side)
        .filter(({ key }) => key !== null && set.has(key))
        .sort(byId);
    },
    all(module, side) {
      return of(module, side).sort(byId);
    },
    known(module, side, ids) {
      const rows = ids.flatMap((recordId) => keys.get(nameOf({ module, side, recordId })) ?? []);
      return new Map(rows.map((row) => [row.recordId, row.createdAt]));
    },
    ofRecords(module, side, ids) {
      const rows = ids.flatMap((recordId) => keys.get(nameOf({ module, side, recordId })) ?? []);
      return new Map(rows.flatMap(({ recordId, key }) => (key === null ? [] : [[recordId, key] as const])));
    },
    delete(module, side, ids) {
      for (const recordId of ids) keys.delete(nameOf({ module, side, recordId }));
    },
  };
}

export function stagingRepository({ staging }: OrgTables): Rows<StagingRepository> {
  const keyOf = (module: Module, side: Side, id: string) => `${module} ${side} ${id}`;
  const of = (module: Module, side: Side) =>
    staging
      .all()
      .filter((row) => row.module === module && row.side === side)
      .map(({ record }) => record)
      .sort(byText((record) => record.id));
  return {
    put(module, side, records) {
      for (const record of records) staging.set(keyOf(module, side, record.id), { module, side, record });
    },
    get(module, side, ids) {
      const rows = ids.flatMap((id) => staging.get(keyOf(module, side, id)) ?? []);
      return new Map(rows.map(({ record }) => [record.id, record]));
    },
    valuesOf(module, side, field, createdSince) {
      return of(module, side)
        .filter(({ createdAt }) => createdAt !== null && Date.parse(createdAt) >= Date.parse(createdSince))
        .flatMap(({ id, values }) => {
          const value = values[field];
          return value === undefined ? [] : [{ id, value }];
        });
    },
    ids(module, side) {
      return of(module, side).map(({ id }) => id);
    },
    count(module, side) {
      return of(module, side).length;
    },
    clear(module) {
      for (const row of staging.all()) {
        if (module === undefined || row.module === module)
          staging.delete(keyOf(row.module, row.side, row.record.id));
      }
    },
  };
}

export function openConflictRepository({ openConflicts }: OrgTables): Rows<OpenConflictRepository> {
  const nameOf = (row: Pick<OpenConflict, 'module' | 'deskId' | 'key'>) =>
    `${row.module} ${row.deskId} ${row.key}`;
  return {
    list() {
      return [...openConflicts.all()].sort(
        byText((row) => `${row.since} ${row.module} ${row.deskId} ${row.key}`),
      );
    },
    ofPairs(module, deskIds) {
      return openConflicts.all().filter((row) => row.module === module && deskIds.includes(row.deskId));
    },
    put(conflict) {
      openConflicts.set(nameOf(conflict), conflict);
    },
    choose(conflict, choice) {
      const known = openConflicts.get(nameOf(conflict));
      if (known?.version !== conflict.version) return false;
      openConflicts.set(nameOf(conflict), { ...known, choice });
      return true;
    },
    close(module, deskId, rowKeys) {
      for (const key of rowKeys) openConflicts.delete(nameOf({ module, deskId, key }));
    },
  };
}

export function waitingReferenceRepository({
  waitingReferences,
}: OrgTables): Rows<WaitingReferenceRepository> {
  const nameOf = (row: WaitingReference) =>
    `${row.module} ${row.side} ${row.recordId} ${row.toModule} ${row.toId}`;
  const taken = (isWanted: (row: WaitingReference) => boolean) => {
    const rows = waitingReferences.all().filter(isWanted);
    for (const row of rows) waitingReferences.delete(nameOf(row));
    return rows.map(copyOf);
  };
  return {
    add(references) {
      for (const row of references) waitingReferences.set(nameOf(row), row);
    },
    clear(module, side, ids) {
      taken((row) => row.module === module && row.side === side && ids.includes(row.recordId));
    },
    take(toModule, side, toIds) {
      return taken((row) => row.toModule === toModule && row.side === side && toIds.includes(row.toId));
    },
    list() {
      return [...waitingReferences.all()].sort(
        byText(({ module, side, recordId, toId }) => `${module} ${side} ${recordId} ${toId}`),
      );
    },
  };
}
