import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which state of a record failed, so that a poll knows whether that state was looked at (P13, P20). */
export const failedVersions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw('alter table failure add column modified_at text').execute(db);
  },
};
