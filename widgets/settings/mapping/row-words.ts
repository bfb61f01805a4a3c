import type { MappingRow } from '../../../server/contract/mapping.ts';
import type { Field } from '../../../server/contract/fields.ts';
import { formatCount } from '../../i18n/format.ts';
import { t, tMaybe } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import type { KnownFields } from './field-facts.ts';
import { fieldLabel } from './field-facts.ts';
import type { Flag, RowVerdict } from './row-findings.ts';

type Sample = RowVerdict['samples'][number];

/** How the values of a row travel: what the row says, as far as sync type and CRM's field let it (S17). */
export function effectiveDirection(
  syncType: 'two-way' | 'crm-to-desk',
  row: MappingRow,
  crm: Field | undefined,
): MappingRow['direction'] {
  return syncType === 'crm-to-desk' || crm?.writable === false ? 'crm-to-desk' : row.direction;
}

/** A flag in words; it may stand alone, so it names the field. */
export function flagText({ code, side, field, option = '' }: Flag, fields: KnownFields): string {
  const values = { field: fieldLabel(fields, side, field), option: plain(option, 120) };
  const key = side === 'desk' ? `mapping.flag.desk.${code}` : `mapping.flag.crm.${code}`;
  return tMaybe(key, values) ?? t('mapping.flag.else', { code: plain(code, 60) });
}

/** Why the types do not always, or never, fit (S19). */
export function verdictText(verdict: NonNullable<RowVerdict['verdict']>, reason: string | null): string {
  const why = reason === null ? undefined : tMaybe(`mapping.reason.${reason}`);
  return why ?? t(`mapping.verdict.${verdict}`);
}

/** "Desk: 3 of 20 are not whole numbers", per direction in which something is wrong; else how many were tried. */
export function sampleTexts({ samples, reason }: RowVerdict, fields: KnownFields, row: MappingRow): string[] {
  const troubled = samples.flatMap((sample) => [
    ...(sample.refused > 0
      ? [sentence(sample, refusedText(sample, reason, targetOf(sample, fields, row)))]
      : []),
    ...(sample.changed > 0
      ? [sentence(sample, t('mapping.sample.changed', counts(sample.changed, sample.filled)))]
      : []),
  ]);
  if (troubled.length > 0) return troubled;
  const filled = samples.reduce((sum, sample) => sum + sample.filled, 0);
  return filled === 0 ? [] : [t('mapping.sample.fine', { filled: formatCount(filled) })];
}

/** A code of an example: why the value does not get through. */
export function codeText(code: string): string {
  return tMaybe(`mapping.code.${code}`) ?? t('mapping.code.else', { code: plain(code, 60) });
}

function sentence({ from }: Sample, text: string): string {
  return t(`mapping.sample.${from}`, { text });
}
function counts(count: number, filled: number) {
  return { count: formatCount(count), filled: formatCount(filled) };
}
function targetOf({ from }: Sample, fields: KnownFields, row: MappingRow): Field | undefined {
  return from === 'desk' ? fields.crm.get(row.crm) : fields.desk.get(row.desk);
}
function refusedText({ refused, filled }: Sample, reason: string | null, target: Field | undefined): string {
  const isNumber = reason === 'text-to-number';
  const name = isNumber ? (target?.type === 'integer' ? 'integer' : 'number') : (reason ?? '');
  const values = counts(refused, filled);
  return tMaybe(`mapping.refused.${name}`, values) ?? t('mapping.refused.else', values);
}
