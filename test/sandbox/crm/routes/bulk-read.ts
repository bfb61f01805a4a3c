import { bulkState } from '../bulk-job.ts';
import type { BulkJob } from '../bulk-job.ts';
import { bulkCondition } from '../bulk-query.ts';
import { ROWS_PER_PAGE, runBulkRead } from '../bulk-run.ts';
import { ok } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import { findCustomView } from '../custom-views.ts';
import {
  CrmError,
  errorBody,
  invalidData,
  invalidModule,
  mediaType,
  resourceNotFound,
  scopeMismatch,
} from '../errors.ts';
import { resolvePath } from '../filter/path.ts';
import { asArray, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { PerMinute } from '../limits.ts';
import type { ModuleInfo } from '../module-info.ts';
import type { CrmOrg } from '../org.ts';
import { renderUserName } from '../render.ts';
import { isAllowed, moduleScope, scopeCovers } from '../scopes.ts';
import { DAY_MS } from '../time.ts';
import type { Mount } from './mount.ts';

const BASE = '/crm/bulk/v8/read';
const CREDITS = 50;
const DOWNLOADS_PER_MINUTE = 10;
const CALLBACK_TIMEOUT_MS = 10_000;

export function mountBulkRead(mount: Mount): void {
  const downloads = new WeakMap<CrmOrg, PerMinute>();
  const read = () => ['ZohoCRM.bulk.READ'];
  mount({ method: 'POST', path: BASE, scopes: bulkCreateScope, handle: create });
  mount({
    method: 'GET',
    path: `${BASE}/:id`,
    scopes: read,
    handle: (call) => ok({ data: [describe(call.org, jobOf(call))] }),
  });
  mount({
    method: 'GET',
    path: `${BASE}/:id/result`,
    scopes: read,
    handle: (call) => {
      const limit = downloads.get(call.org) ?? new PerMinute(DOWNLOADS_PER_MINUTE);
      downloads.set(call.org, limit);
      limit.take(call.org.now, 'You have exceeded the number of bulk result downloads per minute.');
      return download(call);
    },
  });
}

/** A read job may be ordered with CREATE or with READ: pages disagree. */
function bulkCreateScope({ request }: CrmCall): readonly string[] {
  const granted = request.sandbox.grant?.scopes ?? [];
  const canCreate = granted.some((scope) => scopeCovers(scope, 'ZohoCRM.bulk.CREATE'));
  return [canCreate ? 'ZohoCRM.bulk.CREATE' : 'ZohoCRM.bulk.READ'];
}

function create(call: CrmCall): Answer {
  const { org, request } = call;
  if (!(call.header('content-type') ?? '').includes('application/json')) throw mediaType();
  const query = call.body['query'];
  if (!isObject(query)) throw mandatory('query', '$.query');
  const fileType = call.body['file_type'] ?? 'csv';
  if (fileType !== 'csv') throw invalidData({ api_name: 'file_type', supported_values: ['csv'] });
  const job = { ...orderOf(call, query), callbackUrl: callbackUrl(call.body['callback']) };
  const { grant } = request.sandbox;
  if (!grant || !isAllowed(grant, [moduleScope(job.module.apiName, 'READ')])) throw scopeMismatch();
  call.charge(CREDITS);
  org.bulkJobs.set(job.id, job);
  org.world.clock.after(job.durationMs, () => {
    complete(org, job);
  });
  return {
    status: 201,
    body: {
      data: [
        {
          status: 'success',
          code: 'ADDED_SUCCESSFULLY',
          message: 'Added successfully.',
          details: {
            id: job.id,
            operation: 'read',
            state: 'ADDED',
            created_by: renderUserName(org, job.user.id),
            created_time: org.formatTime(job.createdMs),
          },
        },
      ],
      info: {},
    },
  };
}

/** Reads the query of a new job, or goes on where a page token says. */
function orderOf({ org, user }: CrmCall, query: JsonObject): BulkJob {
  const base = {
    id: org.world.nextId(),
    user,
    createdMs: org.now,
    durationMs: org.variants.number('crm-job-ms'),
    callbackUrl: null,
    result: null,
  };
  const token = asText(query['page_token']);
  if (token !== null) {
    const state = org.pageTokens.find(token);
    const earlier = state && org.bulkJobs.get(state.binding);
    if (state?.userId !== user.id || !earlier) throw invalidData({ api_name: 'page_token' });
    if (state.expiresMs <= org.now) {
      throw new CrmError(
        400,
        errorBody('EXPIRED_VALUE', 'the page token has expired', { api_name: 'page_token' }),
      );
    }
    return { ...earlier, ...base, page: state.page, after: state.after };
  }
  const module = moduleOf(org, query['module']);
  const cvid = asText(query['cvid']);
  if (cvid !== null && !findCustomView(org, module, cvid)) {
    throw new CrmError(400, errorBody('CVID_NOT_SUPPORTED', 'the custom view is not supported'));
  }
  const page = query['page'] ?? 1;
  if (typeof page !== 'number' || !Number.isInteger(page) || page < 1)
    throw invalidData({ api_name: 'page' });
  const { criteria } = query as { criteria?: unknown };
  return {
    ...base,
    module,
    query,
    fields: fieldsOf(org, module, query['fields']),
    condition: criteria === undefined || criteria === null ? null : bulkCondition(org, module, criteria),
    cvid,
    page,
    after: null,
  };
}

function moduleOf(org: CrmOrg, target: unknown): ModuleInfo {
  const name = isObject(target) ? target['api_name'] : target;
  const module = org.findModule(name);
  if (!module) throw invalidModule();
  if (!module.bulkRead) {
    throw new CrmError(400, errorBody('MODULE_NOT_SUPPORTED', 'the module does not support bulk read'));
  }
  return module;
}

/** The file's columns: the asked ones, all without a list; the id is always among them. */
function fieldsOf(org: CrmOrg, module: ModuleInfo, given: unknown): string[] {
  const names =
    given === undefined || given === null
      ? module.fields.map((field) => field.apiName)
      : (asArray(given) ?? []).filter((name) => typeof name === 'string');
  const unknown = names.find((name) => !resolvePath(org, module, name));
  if (unknown !== undefined) {
    throw new CrmError(
      400,
      errorBody('INVALID_DATA', 'the field given seems to be invalid', { api_name: unknown }),
    );
  }
  return names.some((name) => name.toLowerCase() === 'id') ? names : ['id', ...names];
}

function callbackUrl(callback: unknown): string | null {
  if (callback === undefined || callback === null) return null;
  const url = isObject(callback) ? asText(callback['url']) : null;
  if (url === null || !URL.canParse(url)) {
    throw new CrmError(400, errorBody('INVALID_CALLBACK_URL', 'the callback url is invalid'));
  }
  const method = isObject(callback) ? asText(callback['method']) : null;
  if (method?.toLowerCase() !== 'post') {
    const details = { supported_callback_methods: ['post'] };
    throw new CrmError(400, errorBody('INVALID_CALLBACK_METHOD', 'the callback method is invalid', details));
  }
  return url;
}

function complete(org: CrmOrg, job: BulkJob): void {
  if (!org.bulkJobs.has(job.id)) return;
  job.result = runBulkRead(org, job);
  const url = job.callbackUrl;
  if (url === null) return;
  const body = JSON.stringify({ data: [describe(org, job)] });
  org.world.deliver(async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(CALLBACK_TIMEOUT_MS),
    });
    await response.arrayBuffer();
  });
}

/** Jobs and their files are kept for a day. */
function jobOf(call: CrmCall): BulkJob {
  const id = call.param('id');
  const job = call.org.bulkJobs.get(id);
  if (!job || call.org.now - job.createdMs > DAY_MS) throw resourceNotFound({ resource: id });
  return job;
}

function describe(org: CrmOrg, job: BulkJob): JsonObject {
  const { result } = job;
  return {
    id: job.id,
    operation: 'read',
    state: bulkState(job, org.now),
    query: {
      ...job.query,
      module: { api_name: job.module.apiName, id: org.idOf(`module:${job.module.apiName}`) },
      page: job.page,
    },
    created_by: renderUserName(org, job.user.id),
    created_time: org.formatTime(job.createdMs),
    file_type: 'csv',
    ...(result
      ? {
          result: {
            page: job.page,
            per_page: ROWS_PER_PAGE,
            count: result.count,
            download_url: `${BASE}/${job.id}/result`,
            more_records: result.hasMore,
            ...(result.nextPageToken === null ? {} : { next_page_token: result.nextPageToken }),
          },
        }
      : {}),
  };
}

function download(call: CrmCall): Answer {
  const { id, result } = jobOf(call);
  if (!result) throw resourceNotFound({ resource: id });
  return {
    status: 200,
    body: Buffer.from(result.file),
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename=${id}.zip`,
    },
  };
}

function mandatory(apiName: string, jsonPath: string): CrmError {
  return new CrmError(
    400,
    errorBody('MANDATORY_NOT_FOUND', 'required field not found', { api_name: apiName, json_path: jsonPath }),
  );
}
