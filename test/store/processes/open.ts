import { writeSync } from 'node:fs';
import { openStore } from '../../../server/store/open-store.ts';
import type { OpenStore } from '../../../server/store/open-store.ts';
import { testKeys } from '../../support/keys.ts';

/** Opens the store named by an argument: a PostgreSQL URL or a folder. */
export function openNamed(place: string): Promise<OpenStore> {
  const where = place.startsWith('postgresql:') ? { databaseUrl: place } : { dataDir: place };
  return openStore({ ...where, encryptionKeys: testKeys });
}

/** One line for the parent, with the system before this returns: a kill cannot take back what was said. */
export function say(line: string): void {
  writeSync(1, `${line}\n`);
}
