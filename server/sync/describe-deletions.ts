import type { Module } from '../core/record.ts';
import type { OrgStore } from '../ports/store.ts';
import { acceptedUntil } from './accept-deletions.ts';
import { holdOf } from './mass-change-guard.ts';
import { withRecordKeys } from './with-record-keys.ts';

const PER_PAGE = 200;

/** One page of a module's tombstones, and the hold when there is one. */
export async function describeDeletions(org: OrgStore, module: Module, after: string | null, now: string) {
  const page = await org.links.absent(module, after, PER_PAGE);
  const rows = page.map(({ link, since }) => {
    const { deskId, crmId, presence } = link;
    return { module, deskId, crmId, desk: presence.desk, crm: presence.crm, since };
  });
  return {
    held: await holdOf(org.cursors, module),
    acceptedUntil: await acceptedUntil(org.cursors, module, now),
    deletions: (await withRecordKeys(org, rows)).map(({ module: _module, ...row }) => row),
    next: page.length < PER_PAGE ? null : (page.at(-1)?.link.deskId ?? null),
  };
}
