import * as z from 'zod';

/** The part of `plugin-manifest.json` that we use (desk-extension-platform §1); unknown keys are typing errors. */
export const Manifest = z.strictObject({
  service: z.literal('DESK'),
  locale: z.array(z.string()).min(1),
  storage: z.boolean(),
  type: z.enum(['org', 'personal']).optional(),
  whiteListedDomains: z.array(z.string()),
  modules: z.strictObject({
    widgets: z
      .array(
        z.strictObject({
          name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9-_ ]*$/),
          title: z.string().optional(),
          location: z.string(),
          url: z.string(),
          icon: z.string().optional(),
          logo: z.string().optional(),
        }),
      )
      .min(1),
  }),
  cspDomains: z.strictObject({ 'connect-src': z.array(z.string()).max(10) }).optional(),
  zohoAuthorisation: z.looseObject({}),
  connectors: z.array(z.looseObject({})),
  config: z
    .array(
      z.looseObject({
        name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'a lower-case name'),
        userdefined: z.boolean(),
        mandatory: z.boolean(),
        secure: z.boolean(),
      }),
    )
    .max(20),
  secret: z.string().min(16, 'at least 16 characters').optional(),
  callbackListener: z.record(z.string(), z.string()).optional(),
  moduleSupport: z.literal(false, 'must be false: zet would build again'),
});
export type Manifest = z.infer<typeof Manifest>;
