import type { Module } from '../core/record.ts';
import type { OrgStore } from '../ports/store.ts';

interface PairRow {
  readonly module: Module;
  readonly deskId: string;
  readonly crmId: string;
}
export type WithRecordKey<Row> = Row & { readonly recordKey: string | null };

/**
 * Each row about a pair with the match key of its record, so that people see who is meant: a contact's e-mail, an
 * account's or product's name, in normal form. Asks no product; null for a record that has no key or is forgotten.
 */
export async function withRecordKeys<Row extends PairRow>(
  { keys }: Pick<OrgStore, 'keys'>,
  rows: readonly Row[],
): Promise<WithRecordKey<Row>[]> {
  const named = new Map<Row, string>();
  for (const [module, group] of Map.groupBy(rows, (row) => row.module)) {
    const crm = await keys.ofRecords(module, 'crm', idsOf(group.map(({ crmId }) => crmId)));
    const desk = await keys.ofRecords(module, 'desk', idsOf(group.map(({ deskId }) => deskId)));
    for (const row of group) {
      const key = crm.get(row.crmId) ?? desk.get(row.deskId);
      if (key !== undefined) named.set(row, key);
    }
  }
  return rows.map((row) => ({ ...row, recordKey: named.get(row) ?? null }));
}

/** Without doubles, and without the empty id of a record that has no partner. */
function idsOf(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].filter((id) => id !== '');
}
