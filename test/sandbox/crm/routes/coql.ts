import { noContent, ok } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import { prepareCoql } from '../coql/run.ts';
import { CrmError, errorBody, scopeMismatch } from '../errors.ts';
import { asText } from '../json.ts';
import { isAllowed, moduleScope } from '../scopes.ts';
import type { Mount } from './mount.ts';

export function mountCoql(mount: Mount): void {
  mount({
    method: 'POST',
    path: '/crm/v8/coql',
    scopes: () => ['ZohoCRM.coql.READ'],
    isHeavy: () => true,
    handle: coql,
  });
}

function coql(call: CrmCall): Answer {
  const text = asText(call.body['select_query']);
  if (text === null) {
    throw new CrmError(
      400,
      errorBody('MANDATORY_NOT_FOUND', 'required field not found', { api_name: 'select_query' }),
    );
  }
  const query = prepareCoql(call.org, text);
  const { grant } = call.request.sandbox;
  if (!grant || !isAllowed(grant, [moduleScope(query.module.apiName, 'READ')])) throw scopeMismatch();
  call.charge(query.credits);
  const { rows, hasMore } = query.run();
  if (rows.length === 0) return noContent;
  return ok({ data: rows, info: { count: rows.length, more_records: hasMore } });
}
