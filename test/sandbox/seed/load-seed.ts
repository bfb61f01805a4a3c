import { SandboxError } from '../kernel/sandbox-error.ts';
import type { Seed } from '../kernel/types.ts';
import { loadCsvFolder } from './csv/csv-folder.ts';
import { generateCompany } from './generated/generate-company.ts';
import { createSmallCompany } from './small/small-company.ts';

export interface SeedContext {
  /** Virtual now; ages count back from here. */
  readonly nowMs: number;
  /** Seed of the generated choices. */
  readonly random: number;
}

const MEDIUM_CONTACTS = 5_000;
const MOST_CONTACTS = 2_000_000;

/**
 * @param spec `small`, `medium`, a number of contacts (union of both sides), or a folder of CSV files
 * @throws SandboxError saying on one line what is wrong and how to put it right
 */
export async function loadSeed(spec: string | number, context: SeedContext): Promise<Seed> {
  const text = String(spec).trim();
  if (text === 'small') return createSmallCompany(context);
  if (text === 'medium') return generateCompany(MEDIUM_CONTACTS, context);
  if (/^\d+$/.test(text)) {
    const contacts = Number(text);
    if (contacts <= MOST_CONTACTS) return generateCompany(contacts, context);
    throw new SandboxError(`A seed of ${text} contacts is too large; take at most ${MOST_CONTACTS}.`);
  }
  if (text === '')
    throw new SandboxError('The seed is empty; take small, medium, a number of contacts or a folder.');
  return loadCsvFolder(text, context.nowMs);
}
