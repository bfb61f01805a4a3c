import type { Condition } from './filter/condition.ts';
import type { JsonObject } from './json.ts';
import type { ModuleInfo } from './module-info.ts';
import type { CrmUser } from './users.ts';
import type { Position } from './sorted-index.ts';

export type BulkState = 'ADDED' | 'QUEUED' | 'IN PROGRESS' | 'COMPLETED';

/** One bulk read, from its order to its file (§3.1). */
export interface BulkJob {
  readonly id: string;
  readonly module: ModuleInfo;
  readonly user: CrmUser;
  /** The query as it was sent, for the answers. */
  readonly query: JsonObject;
  readonly fields: readonly string[];
  readonly condition: Condition | null;
  readonly cvid: string | null;
  readonly page: number;
  /** Where the page before ended, when a page token said so. */
  readonly after: Position | null;
  readonly callbackUrl: string | null;
  readonly createdMs: number;
  readonly durationMs: number;
  result: BulkResult | null;
}

export interface BulkResult {
  readonly count: number;
  readonly hasMore: boolean;
  readonly nextPageToken: string | null;
  /** Zip with one CSV. */
  readonly file: Uint8Array;
}

/** The state that the clock says; COMPLETED only once the file is there. */
export function bulkState(job: BulkJob, now: number): BulkState {
  if (job.result) return 'COMPLETED';
  const share = job.durationMs === 0 ? 1 : (now - job.createdMs) / job.durationMs;
  if (share < 0.2) return 'ADDED';
  return share < 0.5 ? 'QUEUED' : 'IN PROGRESS';
}
