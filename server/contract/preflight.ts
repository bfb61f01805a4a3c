import * as z from 'zod/mini';

export const PreflightCheckName = z.enum([
  'desk-administrator',
  'desk-connected',
  'crm-connected',
  'edition',
  'webhooks',
  'scopes-desk',
  'scopes-crm',
  'credits-desk',
  'credits-crm',
  'crm-organisation',
  'clock',
]);

/** One precondition. Clients translate `cause` and `remedy`; facts for the sentence are in `details`. */
export const PreflightCheck = z.object({
  check: PreflightCheckName,
  /** Null: cannot be told yet, `cause` says what comes first. */
  ok: z.nullable(z.boolean()),
  /** False: worth knowing, but the sync can start all the same. */
  blocking: z.boolean(),
  cause: z.nullable(z.string()),
  remedy: z.nullable(
    z.enum([
      'sign-in-as-administrator',
      'connect-desk',
      'connect-crm',
      'reconnect-desk',
      'reconnect-crm',
      'upgrade-desk',
      'free-a-webhook',
      'give-webhook-permission',
      'wait-for-credits',
      'delete-other-integration',
      'set-the-clock',
      'try-later',
    ]),
  ),
  details: z.record(z.string(), z.unknown()),
});
export type PreflightCheck = z.infer<typeof PreflightCheck>;

/** GET /v1/preflight (administrators), at any step of the wizard. Asks both products, a few calls; writes nothing. */
export const Preflight = z.object({
  /** No blocking check failed or is unknown. */
  ready: z.boolean(),
  checks: z.array(PreflightCheck),
});
export type Preflight = z.infer<typeof Preflight>;
