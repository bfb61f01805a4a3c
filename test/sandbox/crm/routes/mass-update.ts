import { CrmError, errorBody, invalidData, paramMissing } from '../errors.ts';
import { ok } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import { findCustomView } from '../custom-views.ts';
import { asArray, asText } from '../json.ts';
import type { MassUpdateJob } from '../mass-update-job.ts';
import type { Row } from '../row.ts';
import { Writer } from '../write.ts';
import type { Mount } from './mount.ts';
import { renderOutcome } from './record-writes.ts';

const MAX_IDS = 500;

export function mountMassUpdate(mount: Mount): void {
  const path = '/crm/v8/:module/actions/mass_update';
  const scopes = (operation: string) => (call: CrmCall) => [
    `ZohoCRM.mass_update.${call.param('module')}.${operation}`,
  ];
  mount({ method: 'POST', path, scopes: scopes('UPDATE'), handle: massUpdate });
  mount({ method: 'GET', path, scopes: scopes('READ'), handle: jobStatus });
}

/** With `ids` at once, one result each; with `cvid` as a job. */
function massUpdate(call: CrmCall): Answer {
  const { org, user, body, module } = call;
  const values = asArray(body['data'])?.[0];
  if (values === undefined) throw missing('data');
  const ids = asArray(body['ids']);
  if (!ids) return scheduleView(call, values);
  if (ids.length > MAX_IDS) throw invalidData({ api_name: 'ids', json_path: '$.ids', limit: MAX_IDS });
  const writer = new Writer(org, user);
  for (const id of ids) writer.update(module, String(id), values, '$.data[0]');
  writer.finish('mass-update');
  call.wrote(writer.mutations);
  call.charge(Math.ceil(ids.length / 100));
  const { outcomes } = writer;
  const failed = outcomes.filter((outcome) => !outcome.ok).length;
  const status = failed === outcomes.length ? 400 : 200;
  return { status, body: { data: outcomes.map((outcome) => renderOutcome(org, outcome, 'bare')) } };
}

function scheduleView(call: CrmCall, values: unknown): Answer {
  const { org, user, module } = call;
  const cvid = asText(call.body['cvid']);
  if (cvid === null) throw missing('ids');
  const view = findCustomView(org, module, cvid);
  if (!view) throw invalidData({ api_name: 'cvid', json_path: '$.cvid' });
  const rows = [...org.table(module.apiName).index('id').scan('asc')].filter((row) =>
    view.holds(row, user, org.now),
  );
  const job: MassUpdateJob = {
    id: org.world.nextId(),
    status: 'SCHEDULED',
    total: rows.length,
    updated: 0,
    failed: 0,
  };
  org.massUpdateJobs.set(job.id, job);
  // Counted now: the log shows the call that caused the writes.
  call.wrote(rows.length);
  const durationMs = org.variants.number('crm-job-ms');
  org.world.clock.after(durationMs / 2, () => {
    job.status = 'RUNNING';
  });
  org.world.clock.after(durationMs, () => {
    runJob(call, job, rows, values);
  });
  return ok({
    data: [
      {
        status: 'success',
        code: 'SCHEDULED',
        message: 'mass update scheduled successfully',
        details: { job_id: job.id },
      },
    ],
  });
}

function runJob(call: CrmCall, job: MassUpdateJob, rows: readonly Row[], values: unknown): void {
  const writer = new Writer(call.org, call.user);
  for (const row of rows) writer.update(call.module, row.id, values, '$.data[0]');
  writer.finish('mass-update');
  job.updated = writer.mutations;
  job.failed = rows.length - writer.mutations;
  job.status = 'COMPLETED';
}

function jobStatus(call: CrmCall): Answer {
  const id = call.query['job_id'];
  if (id === undefined) throw paramMissing('job_id');
  const job = call.org.massUpdateJobs.get(id);
  if (!job) throw invalidData({ param_name: 'job_id' });
  return ok({
    data: [
      {
        Status: job.status,
        Failed_Count: job.failed,
        Updated_Count: job.updated,
        Not_Updated_Count: 0,
        Total_Count: job.total,
      },
    ],
  });
}

function missing(apiName: string): CrmError {
  return new CrmError(
    400,
    errorBody('MANDATORY_NOT_FOUND', 'required field not found', {
      api_name: apiName,
      json_path: `$.${apiName}`,
    }),
  );
}
