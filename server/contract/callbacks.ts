import * as z from 'zod/mini';

/** Path of `/callbacks/{product}/{pathToken}`: unguessable, one per subscription. */
export const CallbackParams = z.object({ pathToken: z.string().check(z.maxLength(64)) });

/** What Zoho Accounts appends to the redirect address. */
export const OAuthCallbackQuery = z.object({
  state: z.string().check(z.minLength(1), z.maxLength(200)),
  code: z.optional(z.string().check(z.maxLength(500))),
  error: z.optional(z.string().check(z.maxLength(100))),
  location: z.optional(z.string().check(z.maxLength(20))),
  'accounts-server': z.optional(z.string().check(z.maxLength(200))),
});
export type OAuthCallbackQuery = z.infer<typeof OAuthCallbackQuery>;

const Id = z.union([z.string().check(z.regex(/^\d{1,30}$/)), z.int()]);

/** Desk's delivery: an array of events; of each only "look at this record" is believed (zoho-desk-api §5). */
export const DeskEvents = z
  .array(
    z.looseObject({
      eventType: z.string().check(z.maxLength(100)),
      payload: z.nullish(z.looseObject({ id: z.nullish(Id) })),
    }),
  )
  .check(z.maxLength(500));
export type DeskEvents = z.infer<typeof DeskEvents>;

/** CRM's notification (zoho-crm-api §4). */
export const CrmNotification = z.looseObject({
  module: z.string().check(z.maxLength(100)),
  ids: z.array(Id).check(z.maxLength(1000)),
  channel_id: Id,
  token: z.nullish(z.string().check(z.maxLength(100))),
});
export type CrmNotification = z.infer<typeof CrmNotification>;

/** POST /callbacks/extension: what Desk tells of the installation; other properties are not needed. */
export const ExtensionEvent = z.object({
  event: z.string().check(z.maxLength(64)),
  orgId: z.union([z.int(), z.string().check(z.regex(/^\d{1,20}$/))]),
});
