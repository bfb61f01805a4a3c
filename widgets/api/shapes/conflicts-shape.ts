import type * as z from 'zod/mini';
import type { ConflictUndone, Conflicts } from '../../../server/contract/conflicts.ts';
import { list, nullable, object, oneOf, text, whole } from './guard.ts';
import { isModule, isSide, isValue } from './value-shape.ts';

export type OpenConflict = Conflicts['open'][number];
export type SettledConflict = Conflicts['settled'][number];

const isBase = nullable(object<NonNullable<OpenConflict['base']>>({ desk: isValue, crm: isValue }));

export const isConflicts = object<Conflicts>({
  open: list(
    object<OpenConflict>({
      module: isModule,
      deskId: text,
      crmId: text,
      recordKey: nullable(text),
      key: text,
      version: whole,
      base: isBase,
      desk: isValue,
      crm: isValue,
      choice: nullable(isSide),
      since: text,
    }),
  ),
  settled: list(
    object<SettledConflict>({
      id: text,
      module: isModule,
      deskId: text,
      crmId: text,
      recordKey: nullable(text),
      field: text,
      base: isBase,
      desk: isValue,
      crm: isValue,
      winner: nullable(isSide),
      at: text,
      undoneAt: nullable(text),
    }),
  ),
});
export const isConflictUndone = object<z.infer<typeof ConflictUndone>>({
  outcome: oneOf('withdrawn', 'scheduled'),
});
