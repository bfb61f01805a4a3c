import type { Preview, Records, Verdicts } from '../../../server/contract/mapping-check.ts';
import { isModuleName, isSideName } from './fields-shape.ts';
import { anyOf, flag, list, nullable, numeric, object, oneOf, text, whole } from './guard.ts';
import { isFlag } from './mapping-shape.ts';

type Row = Verdicts['rows'][number];
type Sample = Row['samples'][number];
type Found = Records['records'][number];

const isValue = nullable(anyOf(text, numeric, flag, list(text)));
const isFound = object<Found>({ id: text, name: nullable(text), hint: nullable(text) });

export const isVerdicts = object<Verdicts>({
  rows: list(
    object<Row>({
      desk: text,
      crm: text,
      verdict: nullable(oneOf('lossless', 'sometimes', 'never')),
      reason: nullable(text),
      samples: list(
        object<Sample>({
          from: isSideName,
          looked: whole,
          filled: whole,
          refused: whole,
          changed: whole,
          examples: list(object<Sample['examples'][number]>({ recordId: text, value: isValue, code: text })),
        }),
      ),
    }),
  ),
  problems: list(isFlag),
});
export const isRecords = object<Records>({ side: isSideName, records: list(isFound) });
export const isPreview = object<Preview>({
  module: isModuleName,
  side: isSideName,
  record: isFound,
  partner: nullable(isFound),
  fields: list(
    object<Preview['fields'][number]>({
      desk: text,
      crm: text,
      value: isValue,
      there: isValue,
      back: isValue,
      oneWay: flag,
      partnerValue: isValue,
      problem: nullable(text),
    }),
  ),
});
