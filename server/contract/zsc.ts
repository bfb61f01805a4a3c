import * as z from 'zod/mini';
import { Instant, Secret } from './common.ts';
import { IntegrationState } from './integration.ts';

/** `zsc.<12 hexadecimal digits that name the key>.<256 bits, base64url>`; only the last part is secret. */
export const ZscKey = z.string().check(z.regex(/^zsc\.[0-9a-f]{12}\.[A-Za-z0-9_-]{43}$/));

/**
 * POST /v1/connections/crm/zsc (Desk administrators, S14): connects CRM with what its administrator handed over.
 * Any text is taken as key and e-mail, so that a slip of the pen is `zsc-key-wrong` and not a malformed request.
 *
 * 403 `zsc-key-wrong` no such key, whoever the e-mail is of · 403 `zsc-email-wrong` the key is another
 * administrator's · 403 `zsc-key-revoked` · 409 `zsc-authorisation-expired` the CRM administrator must authorise
 * again · 403 `not-crm-administrator` no longer one · 409 `crm-organisation-taken` with `holder` ·
 * 409 `crm-organisation-changed` · 429 `zsc-too-many-attempts` with `retryAfterSeconds`.
 */
export const ZscConnection = z.object({
  email: z.string().check(z.minLength(1), z.maxLength(254)),
  key: z.string().check(z.minLength(1), z.maxLength(200)),
});
/** As after OAuth: the integration's new state, and whose CRM it is. */
export const ZscConnected = z.object({ state: IntegrationState, accountEmail: z.nullable(z.string()) });
export type ZscConnected = z.infer<typeof ZscConnected>;

/** POST /zsc/start, from the CRM administrator's own page; the page opens `authorizeUrl` in a new window. */
export const ZscStart = z.object({
  /** base64url(SHA-256(verifier)); the verifier stays in the page. */
  challenge: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
});
export const ZscStarted = z.object({ claimId: Secret, authorizeUrl: z.string() });

/** POST /zsc/claim: 404 `claim-not-ready` until the CRM administrator agreed at Zoho. */
export const ZscClaim = z.object({ claimId: Secret, verifier: Secret });

/** Who authorised, and whether a key of theirs is in force. Never the key itself. */
export const ZscAccount = z.object({
  email: z.string(),
  crmOrganizationId: z.string(),
  crmOrganizationName: z.nullable(z.string()),
  /** Id of the data center. */
  dataCenter: z.string(),
  key: z.nullable(z.object({ createdAt: Instant, connected: z.boolean() })),
});
/** Answers of the page's calls; `handle` is good once and ten minutes, each answer brings the next. */
export const ZscPage = z.object({ handle: Secret, account: ZscAccount });
export type ZscPage = z.infer<typeof ZscPage>;

/** POST /zsc/issue and /zsc/revoke. 401 `session-ended` when the handle is used up. */
export const ZscHandle = z.object({ handle: Secret });
/** Answer of /zsc/issue: the only time the key is shown. An earlier key of the same person is dead from now on. */
export const ZscIssued = z.object({ handle: Secret, account: ZscAccount, key: ZscKey });
export type ZscIssued = z.infer<typeof ZscIssued>;
