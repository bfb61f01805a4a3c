import * as z from 'zod/mini';

/** POST /v1/connections/{product}/authorize (administrators): where to agree at Zoho. */
export const ConnectionParams = z.object({ product: z.enum(['desk', 'crm']) });
export const ConnectionRequest = z.object({
  /** Account to offer first (S11); without it Zoho asks, "Configure another account" (S12). */
  loginHint: z.optional(z.string().check(z.maxLength(254))),
  /**
   * Of Desk: after it, the same window goes on to CRM, with this account offered first. A page could not send it there:
   * once a window shows Zoho, browsers let nobody else navigate it.
   */
  thenCrm: z.optional(z.object({ loginHint: z.optional(z.string().check(z.maxLength(254))) })),
});
export const ConnectionStarted = z.object({ authorizeUrl: z.string() });
export type ConnectionStarted = z.infer<typeof ConnectionStarted>;
