import { CRM_ANSWER_DEFECTS } from './crm-answers.ts';
import { CRM_REQUEST_DEFECTS } from './crm-requests.ts';
import { DESK_ANSWER_DEFECTS } from './desk-answers.ts';
import { DESK_REQUEST_DEFECTS } from './desk-requests.ts';
import type { KnownDefect } from './known-defect.ts';

/** Every tolerated contradiction. An entry that no exchange needs makes the suite fail. */
export const KNOWN_DEFECTS: readonly KnownDefect[] = [
  ...DESK_REQUEST_DEFECTS,
  ...DESK_ANSWER_DEFECTS,
  ...CRM_REQUEST_DEFECTS,
  ...CRM_ANSWER_DEFECTS,
];
