import cors from '@fastify/cors';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { addBodyParsers } from '../kernel/body-parsers.ts';
import { SandboxError } from '../kernel/sandbox-error.ts';
import { describeIssues } from '../kernel/settings.ts';
import type { World } from '../kernel/types.ts';
import type { DeskPage } from '../desk-page/desk-page.ts';
import type { Control } from './control.ts';

const ResetBody = z.strictObject({
  seed: z.union([z.string(), z.number()]).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
});
const ClockBody = z.strictObject({ advance: z.string() });
const ExtensionBody = z.strictObject({
  folder: z.string(),
  connector: z.string().optional(),
  config: z.record(z.string(), z.string()).optional(),
  keepSdkAddress: z.boolean().optional(),
});
const CallsQuery = z.object({
  since: z
    .string()
    .refine((text) => !Number.isNaN(Date.parse(text)), 'must be an ISO 8601 time')
    .optional(),
});

/** The control API, `/_sandbox` on a port of its own; open to every origin, for the Desk page reads it. */
export async function createControlServer(
  world: World,
  control: Control,
  deskPage: DeskPage,
): Promise<FastifyInstance> {
  const app = fastify({ logger: false, forceCloseConnections: true });
  addBodyParsers(app);
  await app.register(cors, { origin: true });

  app.setErrorHandler((error, _request, reply) => {
    const ours = error instanceof SandboxError || error instanceof z.ZodError;
    const status = ours ? 400 : statusOf(error);
    const text = error instanceof Error ? error.message : String(error);
    const message = error instanceof z.ZodError ? describeIssues(error) : text;
    return reply.code(status).send({ error: message.replace(/\s*\n\s*/g, ' ') });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      error: `No route ${request.method} ${request.url.split('?')[0] ?? ''}; see test/sandbox/README.md`,
    }),
  );

  app.get('/health', () => ({ ok: true }));
  app.get('/_sandbox/health', () => ({ ok: true, now: world.clock.iso() }));
  app.post('/_sandbox/reset', async (request) => {
    await control.reset(ResetBody.parse(request.body ?? {}));
    return { ok: true, now: world.clock.iso() };
  });
  app.post('/_sandbox/token', (request) => control.token(request.body));
  app.get('/_sandbox/calls', (request) => control.calls.list(CallsQuery.parse(request.query).since));
  app.get('/_sandbox/calls/summary', () => control.calls.summary());
  app.post('/_sandbox/clock', async (request) => ({
    now: await control.advance(ClockBody.parse(request.body).advance),
  }));
  app.get('/_sandbox/clock', () => ({ now: world.clock.iso() }));
  app.post('/_sandbox/faults', (request) => control.setFaults(request.body));
  app.post('/_sandbox/set-up', (request) => {
    control.setUp(request.body);
    return { ok: true };
  });
  app.post('/_sandbox/settled', async () => {
    await control.settled();
    return { ok: true };
  });
  app.get('/_sandbox/records', (request) => control.records(request.query));
  app.get('/_sandbox/people', () => [...world.people.values()]);
  app.post('/_sandbox/extension', (request) => {
    deskPage.install(ExtensionBody.parse(request.body));
    return { ok: true };
  });
  app.get('/_sandbox/csp-reports', () => deskPage.cspReports());
  app.delete('/_sandbox/csp-reports', () => {
    deskPage.clearCspReports();
    return { ok: true };
  });
  return app;
}

function statusOf(error: unknown): number {
  const status: unknown =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
  return typeof status === 'number' ? status : 500;
}
