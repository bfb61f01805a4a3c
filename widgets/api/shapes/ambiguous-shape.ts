import type { Ambiguous, AmbiguousCase } from '../../../server/contract/ambiguous.ts';
import { flag, list, nullable, object, oneOf, text, whole } from './guard.ts';
import { isModule, isSide, isValue, recordOf } from './value-shape.ts';

export type AmbiguousEntry = Ambiguous['entries'][number];
export type MatchDecision = Ambiguous['decisions'][number];
/** A record as its product shows it now. */
export type ShownRecord = AmbiguousCase['record'];
export type CaseRow = AmbiguousCase['rows'][number];

const isEntry = object<AmbiguousEntry>({
  id: text,
  module: isModule,
  side: isSide,
  recordId: text,
  recordName: nullable(text),
  code: oneOf('ambiguous-match', 'already-linked'),
  candidateIds: list(text),
  since: text,
});

export const isAmbiguous = object<Ambiguous>({
  total: whole,
  entries: list(isEntry),
  next: nullable(text),
  decisions: list(
    object<MatchDecision>({
      id: text,
      choice: oneOf('pair', 'create', 'leave'),
      candidateId: nullable(text),
      at: text,
      undoable: flag,
    }),
  ),
});

const isShown = object<ShownRecord>({
  id: text,
  name: nullable(text),
  createdAt: nullable(text),
  modifiedAt: nullable(text),
  linkedTo: nullable(text),
  values: recordOf(isValue),
});
export const isAmbiguousCase = object<AmbiguousCase>({
  entry: isEntry,
  rows: list(object<CaseRow>({ key: text, deskLabel: text, crmLabel: text })),
  record: isShown,
  candidates: list(isShown),
  rivals: list(isShown),
});
