import * as z from 'zod/mini';

export const ModuleName = z.enum(['accounts', 'contacts', 'products']);
export type ModuleName = z.infer<typeof ModuleName>;
export const SideName = z.enum(['desk', 'crm']);
export type SideName = z.infer<typeof SideName>;

/** Digits: ids exceed 2^53. */
export const ZohoId = z.string().check(z.regex(/^\d{1,30}$/));
/** 256 bits, base64url. */
export const Secret = z.string().check(z.regex(/^[A-Za-z0-9_-]{43,128}$/));
/** ISO 8601 UTC. */
export const Instant = z.string();

export const ModuleParams = z.object({ module: ModuleName });
/** An action that answers nothing but "done". */
export const Done = z.object({ ok: z.literal(true) });
