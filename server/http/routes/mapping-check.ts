import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Done, ModuleParams } from '../../contract/common.ts';
import { LatestDraft, MappingDraftChange } from '../../contract/drafts.ts';
import type { MappingRow } from '../../contract/mapping.ts';
import {
  Preview,
  PreviewRequest,
  Records,
  RecordsQuery,
  VerdictRequest,
  Verdicts,
} from '../../contract/mapping-check.ts';
import type { FieldMapping } from '../../core/mapping/field-mapping.ts';
import type { MappingDrafts } from '../../sync/mapping-drafts.ts';
import type { MappingCheck } from '../../sync/mapping-check.ts';
import { asAnswer } from '../as-answer.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';

/** Reading some of the customer's records costs credits: enough for typing, too little for a loop. */
const READS = { rateLimit: { max: 60, timeWindow: 60_000 } };

/** What the mapping editor shows and keeps before anything is saved (administrators; S19). */
export function mappingCheckRoutes(
  check: MappingCheck,
  drafts: MappingDrafts,
  guards: Guards,
): FastifyPluginAsyncZod {
  const onRequest = guards.requireAdministrator;
  const tags = ['mapping'];
  const params = ModuleParams;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.post(
      '/v1/modules/:module/verdicts',
      {
        onRequest,
        config: READS,
        schema: { tags, params, body: VerdictRequest, response: { 200: Verdicts } },
      },
      async (request) => {
        const { module } = request.params;
        return asAnswer(await check.verdicts(agentOf(request).orgKey, module, edited(request.body)));
      },
    );
    app.get(
      '/v1/modules/:module/records',
      {
        onRequest,
        config: READS,
        schema: { tags, params, querystring: RecordsQuery, response: { 200: Records } },
      },
      async (request) => {
        const { side, search = null } = request.query;
        return asAnswer(await check.find(agentOf(request).orgKey, request.params.module, side, search));
      },
    );
    app.post(
      '/v1/modules/:module/preview',
      {
        onRequest,
        config: READS,
        schema: { tags, params, body: PreviewRequest, response: { 200: Preview } },
      },
      async (request) => {
        const { module } = request.params;
        const { side, recordId } = request.body;
        const mapping = edited(request.body);
        return asAnswer(await check.preview(agentOf(request).orgKey, module, mapping, { side, recordId }));
      },
    );
    app.get(
      '/v1/modules/:module/draft',
      { onRequest, schema: { tags, params, response: { 200: LatestDraft } } },
      async (request) => asAnswer({ draft: await drafts.read(agentOf(request), request.params.module) }),
    );
    app.put(
      '/v1/modules/:module/draft',
      { onRequest, schema: { tags, params, body: MappingDraftChange, response: { 200: LatestDraft } } },
      async (request) => {
        const { module } = request.params;
        const { departmentIds, basedOn } = request.body;
        const draft = { module, ...edited(request.body), departmentIds, basedOn };
        return asAnswer({ draft: await drafts.save(agentOf(request), draft) });
      },
    );
    app.delete(
      '/v1/modules/:module/draft',
      { onRequest, schema: { tags, params, response: { 200: Done } } },
      async (request) => {
        await drafts.discard(agentOf(request), request.params.module);
        return { ok: true as const };
      },
    );
  };
}

function edited({
  syncType,
  mappings,
}: {
  readonly syncType: 'two-way' | 'crm-to-desk';
  readonly mappings: readonly MappingRow[];
}) {
  return { syncType, mappings: mappings.map(fieldMapping) };
}

/** An absent value map stays absent. */
export function fieldMapping({ valueMap, ...row }: MappingRow): FieldMapping {
  return valueMap === undefined ? row : { ...row, valueMap };
}
