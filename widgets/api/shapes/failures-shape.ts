import type * as z from 'zod/mini';
import type { CorrectableFields, Failures, RetryStarted } from '../../../server/contract/failures.ts';
import { flag, list, nullable, object, text, whole } from './guard.ts';
import { isModule, isSide, isValue } from './value-shape.ts';

export type Failure = Failures['failures'][number];
export type FailureGroup = Failures['groups'][number];
export type CorrectableField = CorrectableFields['fields'][number];
export type FieldFacts = CorrectableField['field'];

export const isFailures = object<Failures>({
  groups: list(
    object<FailureGroup>({
      module: isModule,
      code: text,
      providerCode: nullable(text),
      reason: text,
      count: whole,
    }),
  ),
  failures: list(
    object<Failure>({
      module: isModule,
      side: isSide,
      recordId: text,
      recordName: nullable(text),
      partnerId: nullable(text),
      code: text,
      reason: text,
      fix: text,
      field: nullable(text),
      details: text,
      providerCode: nullable(text),
      failedAt: text,
    }),
  ),
});

export const isRetryStarted = object<z.infer<typeof RetryStarted>>({ retried: whole });

const isFieldFacts = object<FieldFacts>({
  name: text,
  label: text,
  type: text,
  mandatory: flag,
  maxLength: nullable(whole),
  options: nullable(list(text)),
});
export const isCorrectableFields = object<CorrectableFields>({
  fields: list(
    object<CorrectableField>({ field: isFieldFacts, target: isFieldFacts, value: isValue, atFault: flag }),
  ),
});
