import { z } from 'zod';
import { SandboxError } from './sandbox-error.ts';
import type { SandboxSettings } from './types.ts';

/** Documented values; the editions are the ones the help article asks for. */
export const DEFAULT_SETTINGS: SandboxSettings = {
  random: 1,
  deskEdition: 'ENTERPRISE',
  crmEdition: 'enterprise',
  deskSearchLagMs: 60_000,
  autoApprove: false,
  variants: {},
};

const SettingsPatch = z
  .strictObject({
    random: z.number().int(),
    deskEdition: z.string(),
    crmEdition: z.string(),
    deskSearchLagMs: z.number().min(0),
    autoApprove: z.boolean(),
    variants: z.record(z.string(), z.string()),
  })
  .partial();

/** @throws SandboxError naming the setting that is unknown or has the wrong type */
export function readSettings(patch: unknown): SandboxSettings {
  const parsed = SettingsPatch.safeParse(patch ?? {});
  if (!parsed.success) throw new SandboxError(`Wrong settings: ${describeIssues(parsed.error)}`);
  return { ...DEFAULT_SETTINGS, ...parsed.data };
}

/** zod's findings on one line. */
export function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
}
