/** Why a request of an administrator or agent is not carried out. Stable: clients translate it. */
export type RefusalCode =
  | 'state-unknown' // OAuth callback with an unknown, used or expired state
  | 'access-refused' // the person pressed Reject at Zoho
  | 'unknown-data-center'
  | 'no-refresh-token'
  | 'no-desk-organisation'
  | 'agent-inactive'
  | 'wrong-organisation' // the person who authorised belongs to another Desk organisation
  | 'not-desk-administrator' // S7
  | 'not-crm-administrator' // S8
  | 'edition-not-supported' // S9
  | 'crm-organisation-taken' // S15
  | 'crm-organisation-changed' // another CRM organisation than the one whose records are paired
  | 'client-refused' // Zoho does not know the connector's client id and secret
  | 'zoho-refused'
  | 'zoho-unavailable'
  | 'claim-not-ready'
  | 'claim-verifier'
  | 'session-ended'
  | 'not-integrated'
  | 'not-connected'
  | 'illegal-transition' // S106
  | 'sync-paused' // S71, S80
  | 'deletion-running' // the integration was deleted and is being undone at Zoho
  | 'module-not-configured'
  | 'first-sync-running' // of other modules
  | 'unknown-profile'
  | 'conflict-unknown'
  | 'failure-unknown'
  | 'field-not-editable'
  | 'value-invalid' // a corrected value that a side cannot hold
  | 'value-changed' // somebody edited it after the administrator looked
  | 'sync-busy'
  | 'plan-running'
  | 'plan-not-ready'
  | 'pair-unknown'
  | 'nothing-to-send' // S46: both records of the pair are there, or both are gone
  | 'mapping-invalid' // S19
  | 'departments-required' // S24
  | 'unknown-department'
  | 'stale-version' // another administrator saved meanwhile
  | 'crm-hidden' // S55, S56: the profile sees nothing of CRM
  | 'item-denied' // S58, S59
  | 'handshake-denied' // the profile may not see what customers' types are made of
  | 'desk-record-unknown' // unknown, in the bin, or not the agent's to see
  | 'crm-record-unknown'
  | 'department-unknown' // not one of the agent's
  | 'desk-unavailable'
  | 'crm-unavailable' // and nothing is known from before (S120)
  | 'already-linked' // S72
  | 'not-linked'
  | 'already-in-crm'
  | 'not-for-leads'
  | 'crm-refused'
  | 'action-running' // the same click is under way elsewhere
  | 'key-reused' // one key for two actions
  | 'outcome-unknown' // CRM did not answer: look before doing it again
  | 'callback-unknown'
  | 'callback-forged'
  | 'callback-not-ready';

/** A request that is understood and refused. Facts in `details`; never a secret. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: RefusalCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}
