import type { Deletions } from '../../../server/contract/deletions.ts';
import { list, nullable, object, oneOf, text, whole } from './guard.ts';
import { isSide } from './value-shape.ts';

export type Deletion = Deletions['deletions'][number];
export type Hold = NonNullable<Deletions['held']>;

const isPresence = oneOf('live', 'missing', 'bin', 'purged');

export const isDeletions = object<Deletions>({
  held: nullable(
    object<Hold>({
      code: oneOf('mass-deletion', 'mass-emptying', 'empty-read'),
      side: isSide,
      lost: whole,
      total: whole,
      field: nullable(text),
      since: text,
    }),
  ),
  acceptedUntil: nullable(text),
  deletions: list(
    object<Deletion>({
      deskId: text,
      crmId: text,
      recordKey: nullable(text),
      desk: isPresence,
      crm: isPresence,
      since: text,
    }),
  ),
  next: nullable(text),
});
