import * as z from 'zod/mini';
import { Instant, ModuleName } from './common.ts';

export const IntegrationState = z.enum([
  'none',
  'connecting',
  'configured',
  'active',
  'paused',
  'deleted',
  'legacy',
]);

export const Connection = z.object({
  product: z.enum(['desk', 'crm']),
  status: z.enum(['none', 'valid', 'reauthorization-required']),
  accountEmail: z.nullable(z.string()),
  /** Id of the data center. */
  dataCenter: z.nullable(z.string()),
  /** Desk or CRM organisation. */
  organizationId: z.nullable(z.string()),
});
export const ModuleState = z.object({
  module: ModuleName,
  /** `syncing`: the first session runs; `synced`: it is over and changes are followed. */
  state: z.enum(['unset', 'configured', 'syncing', 'synced']),
  configVersion: z.int(),
  syncType: z.nullable(z.enum(['two-way', 'crm-to-desk'])),
});
/** Something that stays wrong until somebody acts; `code` is what clients translate. */
export const IntegrationProblem = z.object({
  topic: z.enum([
    'connect-desk',
    'connect-crm',
    'events-desk',
    'events-crm',
    'deletions-accounts',
    'deletions-contacts',
    'deletions-products',
    'mapping-accounts',
    'mapping-contacts',
    'mapping-products',
    'import-accounts',
    'import-contacts',
    'import-products',
  ]),
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
  since: Instant,
});

/** What the scheduled one-way import brings; only while the integration is `legacy` (S89). */
export const LegacyImport = z.object({
  module: ModuleName,
  /** CRM custom view. */
  viewId: z.string(),
  viewName: z.string(),
  everyMinutes: z.int(),
  importedAt: z.nullable(Instant),
});

/** GET /v1/integration (administrators). */
export const Integration = z.object({
  state: IntegrationState,
  connections: z.array(Connection),
  modules: z.array(ModuleState),
  problems: z.array(IntegrationProblem),
  legacyImports: z.array(LegacyImport),
  /** When the scheduled import was given up for the sync; there is no way back (S91). */
  switchedAt: z.nullable(Instant),
  /** E-mail to offer first when connecting CRM (S11). */
  suggestedCrmAccount: z.nullable(z.string()),
});
export type Integration = z.infer<typeof Integration>;

/**
 * POST /v1/integration/switch (administrators, S90): ends the scheduled import for good. Ask before calling: it
 * cannot be undone. Doing it twice is no error. 409 `not-connected`, `illegal-transition`.
 */
export const SwitchedToSync = z.object({ state: IntegrationState, switchedAt: Instant });

/**
 * DELETE /v1/integration (administrators, S84): from the answer on nothing is synced and nothing of CRM is shown.
 * `finished` is false when Zoho could not be reached to end subscriptions and access; that is tried again by itself.
 */
export const IntegrationDeleted = z.object({ state: z.literal('deleted'), finished: z.boolean() });
