import * as z from 'zod';

const origin = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL', abort: true })
  .refine((url) => new URL(url).pathname === '/' && !new URL(url).search, 'must be an origin without a path')
  .transform((url) => new URL(url).origin);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const flag = z.enum(['on', 'off'], { error: 'must be "on" or "off"' }).transform((value) => value === 'on');
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`);

export interface EncryptionKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** `id:base64,id:base64`: the first key encrypts, all of them decrypt. Messages never quote the value. */
const encryptionKeys = list.transform((items, context): readonly EncryptionKey[] => {
  const keys = items.map((item) => {
    const at = item.indexOf(':');
    return { id: item.slice(0, Math.max(at, 0)), key: Buffer.from(item.slice(at + 1), 'base64') };
  });
  const isWrong = keys.some(({ id, key }) => !/^[A-Za-z0-9_-]{1,32}$/.test(id) || key.length !== 32);
  const isDouble = new Set(keys.map(({ id }) => id)).size !== keys.length;
  if (keys.length > 0 && !isWrong && !isDouble) return keys;
  context.addIssue({
    code: 'custom',
    message: isDouble ? 'names a key id twice' : 'must be id:base64 with 32 bytes each, separated by commas',
  });
  return z.NEVER;
});

/** Every variable the connector reads, as text from the environment; `.env.example` explains each. */
export const CONFIG_VARIABLES = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(0, 65_535).default(8080),
  PUBLIC_URL: origin,
  EXTENSION_ORIGINS: list.pipe(z.array(origin)).default([]),
  EXTENSION_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  TRUST_PROXY: flag.default(false),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional(),
  DATA_DIR: z.string().default('data/store'),
  ENCRYPTION_KEYS: encryptionKeys,
  SESSION_SECRET: z.string().min(32, 'must have at least 32 characters'),
  SESSION_MINUTES: whole(1, 1440).default(15),
  SESSION_HANDLE_HOURS: whole(1, 720).default(12),
  ZOHO_CLIENT_ID: z.string(),
  ZOHO_CLIENT_SECRET: z.string(),
  CRM_CLIENT_ID: z.string().optional(),
  CRM_CLIENT_SECRET: z.string().optional(),
  ZOHO_DATA_CENTER: z
    .string()
    .regex(/^[a-z]{2}$|^sandbox$/, 'must be a region such as us, eu or in')
    .optional(),
  DESK_SCOPES: list.optional(),
  CRM_SCOPES: list.optional(),
  SANDBOX_ACCOUNTS_URL: origin.optional(),
  SANDBOX_DESK_URL: origin.optional(),
  SANDBOX_CRM_URL: origin.optional(),
  DESK_EDITIONS: list
    .transform((items) => items.map((item) => item.toUpperCase()))
    .default(['PROFESSIONAL', 'ENTERPRISE']),
  POLL_PRODUCTS_SECONDS: whole(1, 86_400).default(120),
  POLL_RECONCILE_SECONDS: whole(1, 86_400).default(600),
  DESK_INDEX_LAG_SECONDS: whole(0, 86_400).default(300),
  CRM_OVERLAP_SECONDS: whole(0, 86_400).default(60),
  INTENT_GRACE_SECONDS: whole(0, 3_600).default(60),
  LANE_LEASE_SECONDS: whole(1, 300).default(15),
  DESK_CONCURRENCY: whole(1, 25).default(5),
  CRM_CONCURRENCY: whole(1, 25).default(5),
  CREDIT_RESERVE: whole(0, 1_000_000).default(1_000),
  HISTORY_DAYS: whole(7, 3_650).default(90),
  PUBLIC_PROGRESS: flag.default(false),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'must be fatal, error, warn, info, debug or silent',
    })
    .default('info'),
});
export type ConfigVariables = z.infer<typeof CONFIG_VARIABLES>;
