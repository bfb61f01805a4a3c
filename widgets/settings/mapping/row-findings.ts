import type { MappingRow, ModuleMapping } from '../../../server/contract/mapping.ts';
import type { Verdicts } from '../../../server/contract/mapping-check.ts';
import type { EditedRow } from './edited-mapping.ts';

export type Flag = ModuleMapping['problems'][number];
export type RowVerdict = Verdicts['rows'][number];

/** What the connector found about one row. */
export interface RowFindings {
  readonly verdict: RowVerdict | null;
  readonly flags: readonly Flag[];
}
export interface Findings {
  /** By the id of the row. */
  readonly rows: ReadonlyMap<number, RowFindings>;
  /** About no row: a mandatory field that none fills. */
  readonly general: readonly Flag[];
}
export const NOTHING_FOUND: Findings = { rows: new Map(), general: [] };

/** The verdict on the row says the same, with its samples. */
const SAID_BY_VERDICT = new Set(['never-convertible', 'sometimes-convertible']);

/**
 * Puts the connector's flags to the rows they are about: they name a field, not a row.
 * @param sent the rows that were asked about, in that order
 * @param verdicts in the order of `sent`; empty when only flags are known
 */
export function findingsOf(
  sent: readonly EditedRow[],
  problems: readonly Flag[],
  verdicts: readonly RowVerdict[] = [],
): Findings {
  const firstWith = new Map<string, number>();
  for (const { id, row } of sent) {
    for (const side of ['desk', 'crm'] as const) {
      const key = `${side} ${row[side]}`;
      if (!firstWith.has(key)) firstWith.set(key, id);
    }
  }
  const isAbout = (flag: Flag, { id, row }: EditedRow) => {
    if (row[flag.side] !== flag.field || SAID_BY_VERDICT.has(flag.code)) return false;
    if (flag.code === 'duplicate-target') return firstWith.get(`${flag.side} ${flag.field}`) !== id;
    return flag.option === undefined || namesOption(row, flag.side, flag.option);
  };
  const rows = sent.map((each, at): [number, RowFindings] => {
    const flags = unique(problems.filter((flag) => isAbout(flag, each)));
    return [each.id, { verdict: verdicts[at] ?? null, flags }];
  });
  return { rows: new Map(rows), general: problems.filter(({ code }) => code === 'mandatory-unmapped') };
}

/** Whether saving is refused because of the row. */
export function hasError({ verdict, flags }: RowFindings): boolean {
  return verdict?.verdict === 'never' || flags.some(({ severity }) => severity === 'error');
}
export function hasWarning({ verdict, flags }: RowFindings): boolean {
  return verdict?.verdict === 'sometimes' || flags.some(({ severity }) => severity === 'warning');
}

function namesOption({ valueMap = [] }: MappingRow, side: Flag['side'], option: string): boolean {
  return valueMap.some((pair) => pair[side] === option);
}
function unique(flags: readonly Flag[]): Flag[] {
  return [...new Map(flags.map((flag) => [JSON.stringify(flag), flag])).values()];
}
