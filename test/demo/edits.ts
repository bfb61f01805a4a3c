import { setTimeout as delay } from 'node:timers/promises';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createHuman } from '../support/human.ts';
import { ALL_MODULES, type ModuleName } from '../support/administrator.ts';

type Side = 'desk' | 'crm';
type Row = Readonly<Record<string, unknown>>;

export interface EditReport {
  readonly module: ModuleName;
  readonly side: Side;
  readonly record: string;
  readonly arrived: boolean;
  readonly seconds: number;
}

const KEY: Record<ModuleName, Record<Side, string>> = {
  accounts: { desk: 'accountName', crm: 'Account_Name' },
  contacts: { desk: 'email', crm: 'Email' },
  products: { desk: 'productName', crm: 'Product_Name' },
};
const FIELD: Record<Side, string> = { desk: 'description', crm: 'Description' };
const YOUNG_MS = 360 * 86_400_000;

/** Edits one record per module and side as a person would, and waits until the other side shows it. */
export async function tryEdits(sandbox: Sandbox, limitMs: number): Promise<readonly EditReport[]> {
  const human = createHuman(sandbox);
  const reports: Promise<EditReport>[] = [];
  for (const module of ALL_MODULES) {
    const pairs = recognisablePairs(human.records('desk', module), human.records('crm', module), module);
    for (const [index, side] of (['desk', 'crm'] as const).entries()) {
      const pair = pairs[index] ?? pairs[0];
      if (!pair) throw new Error(`no ${module} with a partner to edit: is the seed empty?`);
      const text = `Edited in ${side} for the check`;
      await human.update(side, module, pair[side], { [FIELD[side]]: text });
      const other: Side = side === 'desk' ? 'crm' : 'desk';
      reports.push(
        waitFor(
          module,
          side,
          pair.key,
          limitMs,
          () => human.record(other, module, pair[other])?.[FIELD[other]] === text,
        ),
      );
    }
  }
  return await Promise.all(reports);
}

async function waitFor(
  module: ModuleName,
  side: Side,
  record: string,
  limitMs: number,
  seen: () => boolean,
): Promise<EditReport> {
  const started = Date.now();
  while (!seen() && Date.now() - started < limitMs) await delay(100);
  const arrived = seen();
  return { module, side, record, arrived, seconds: Math.round((Date.now() - started) / 100) / 10 };
}

/** Pairs that a person recognises: the same name or e-mail, once on each side, and young. */
function recognisablePairs(desk: readonly Row[], crm: readonly Row[], module: ModuleName) {
  const byKey = Map.groupBy(crm, (row) => keyOf(row, 'crm', module));
  const counts = Map.groupBy(desk, (row) => keyOf(row, 'desk', module));
  return desk.flatMap((row) => {
    const key = keyOf(row, 'desk', module);
    const partners = byKey.get(key) ?? [];
    const [partner] = partners;
    if (key === '' || !partner || partners.length > 1 || (counts.get(key)?.length ?? 0) > 1) return [];
    if (!isYoung(row['createdTime']) && !isYoung(partner['Created_Time'])) return [];
    return [{ key, desk: String(row['id']), crm: String(partner['id']) }];
  });
}

function keyOf(row: Row, side: Side, module: ModuleName): string {
  const value = row[KEY[module][side]];
  return typeof value === 'string' ? value.trim().replace(/\s+/g, ' ').toLowerCase() : '';
}

function isYoung(value: unknown): boolean {
  return typeof value === 'string' && Date.now() - Date.parse(value) < YOUNG_MS;
}
