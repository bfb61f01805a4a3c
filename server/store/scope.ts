import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';
import type { Secrets } from './secrets.ts';

/** What a repository works with: where to run its statements, and the one organisation it may touch (P8). */
export interface Scope {
  /** The database, or the transaction in hand. */
  readonly db: Kysely<Database>;
  readonly orgKey: string;
  readonly secrets: Secrets;
}
