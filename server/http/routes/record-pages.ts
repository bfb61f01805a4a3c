import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { RecordPages } from '../../contract/record-pages.ts';
import type { ReadRecordPages } from '../../sync/record-pages.ts';
import { asAnswer } from '../as-answer.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';

/** Addresses of records' pages in both products (administrators; S70). */
export function recordPagesRoute(recordPages: ReadRecordPages, guards: Guards): FastifyPluginAsyncZod {
  const onRequest = guards.requireAdministrator;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/record-pages',
      { onRequest, schema: { tags: ['history'], response: { 200: RecordPages } } },
      async (request) => asAnswer(await recordPages(agentOf(request).orgKey)),
    );
  };
}
