import type { Module, Side } from '../../server/core/record.ts';
import { MODULES } from '../../server/core/record.ts';

/** What a first sync of one module has to read and to write. */
export interface ModuleWork {
  /** Live records each side holds before. */
  readonly records: Readonly<Record<Side, number>>;
  /** Records each side receives. */
  readonly creates: Readonly<Record<Side, number>>;
  /** Records of each side that change. */
  readonly updates: Readonly<Record<Side, number>>;
}
export type Work = Readonly<Record<Module, ModuleWork>>;

export interface Cost {
  readonly calls: number;
  readonly credits: number;
}
export type Costs = Readonly<Record<Side, Cost>>;

/** What Zoho asks per call. Page sizes in rows; all other numbers are API credits unless named otherwise. */
export const PRICES = {
  desk: {
    /** Field list of a module: one call (zoho-desk-api §2.9), priced as a get (§4). */
    fieldList: 1,
    /** Search, the only read whose rows are complete (§2.3, §2.4); 100 rows a page (§2.3). */
    rowsPerPage: 100,
    /** A page whose highest offset stays within 2,000 (§4). Time windows keep every page there. */
    page: 3,
    /** One record per call, there is no multi-record write (§2.6); create and single update are 1 credit (§4). */
    write: 1,
  },
  crm: {
    /** Field list of a module (zoho-crm-api §6): "most calls 1" (§7). */
    fieldList: 1,
    /** List pages of 200 rows (§2.1), 1 credit each (§7). */
    rowsPerPage: 200,
    page: 1,
    /** A bulk read job exports up to 200,000 rows for 50 credits (§3.1, §7) … */
    rowsPerJob: 200_000,
    job: 50,
    /** … and takes three calls: start, one look at its state, download; the latter two cost 1 credit each (§7). */
    callsPerJob: 3,
    creditsAroundJob: 2,
    /** Writes of 100 rows (§2.2) at 1 credit per 10 rows begun (§7). */
    rowsPerWrite: 100,
    rowsPerWriteCredit: 10,
  },
} as const;

/**
 * The least a first sync can cost by the API's own limits: the fields of every module and side once, every record of
 * both sides once, and nothing written but differences. Nothing is allowed for finding out how much there is, for
 * overlapping pages, for half-filled batches between modules, or for a lagging search index.
 *
 * Where CRM offers two ways to read, the one of fewer credits counts, as credits are what runs out.
 */
export function costFloor(work: Work): Costs {
  const modules = MODULES.map((module) => work[module]);
  return { desk: sum(modules.map(deskFloor)), crm: sum(modules.map(crmFloor)) };
}

function deskFloor({ records, creates, updates }: ModuleWork): Cost {
  const { fieldList, rowsPerPage, page, write } = PRICES.desk;
  const pages = pagesOf(records.desk, rowsPerPage);
  const writes = creates.desk + updates.desk;
  return { calls: 1 + pages + writes, credits: fieldList + pages * page + writes * write };
}

function crmFloor({ records, creates, updates }: ModuleWork): Cost {
  const fields = { calls: 1, credits: PRICES.crm.fieldList };
  return sum([fields, crmRead(records.crm), crmWrite(creates.crm), crmWrite(updates.crm)]);
}

function crmRead(rows: number): Cost {
  const { rowsPerPage, page, rowsPerJob, job, callsPerJob, creditsAroundJob } = PRICES.crm;
  const pages = pagesOf(rows, rowsPerPage);
  const jobs = pagesOf(rows, rowsPerJob);
  const byList = { calls: pages, credits: pages * page };
  const byJob = { calls: jobs * callsPerJob, credits: jobs * (job + creditsAroundJob) };
  return byList.credits <= byJob.credits ? byList : byJob;
}

/** Inserts and updates are different calls; the credits of a batch are rounded up by ten rows. */
function crmWrite(rows: number): Cost {
  const { rowsPerWrite, rowsPerWriteCredit } = PRICES.crm;
  return { calls: Math.ceil(rows / rowsPerWrite), credits: Math.ceil(rows / rowsPerWriteCredit) };
}

/** An empty module still takes one call to be known as empty. */
function pagesOf(rows: number, rowsPerPage: number): number {
  return Math.max(1, Math.ceil(rows / rowsPerPage));
}

function sum(costs: readonly Cost[]): Cost {
  return costs.reduce(
    (total, cost) => ({ calls: total.calls + cost.calls, credits: total.credits + cost.credits }),
    { calls: 0, credits: 0 },
  );
}
