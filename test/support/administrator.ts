import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

export const ALL_MODULES = ['accounts', 'contacts', 'products'] as const;
export type ModuleName = (typeof ALL_MODULES)[number];

export interface Progress {
  readonly state: 'none' | 'running' | 'done';
  readonly modules: readonly {
    readonly module: ModuleName;
    readonly phase: string;
    readonly done: number;
    readonly total: number | null;
    readonly ratePerSecond: number | null;
    readonly secondsLeft: number | null;
  }[];
}

/** A signed-in person's view of the connector's HTTP API, as a widget would use it. */
export interface Session {
  readonly token: string;
  readonly orgId: string;
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T>;
}

/** Signs in by popup flow; the sandbox approves by itself for the account named in `email`. */
export async function signIn(connector: string, email: string): Promise<Session> {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const started = await call<{ claimId: string; authorizeUrl: string }>(
    connector,
    null,
    'POST',
    '/v1/session/start',
    { challenge },
  );
  await consent(started.authorizeUrl, email);
  const session = await call<{ token: string; agent: { orgId: string } }>(
    connector,
    null,
    'POST',
    '/v1/session/claim',
    {
      claimId: started.claimId,
      verifier,
    },
  );
  return {
    token: session.token,
    orgId: session.agent.orgId,
    get: (path) => call(connector, session.token, 'GET', path),
    send: (method, path, body) => call(connector, session.token, method, path, body),
  };
}

/** Connects both products with the administrator's own account (step 1(A)). */
export async function connectProducts(admin: Session, email: string): Promise<void> {
  for (const product of ['desk', 'crm'] as const) {
    const { authorizeUrl } = await admin.send<{ authorizeUrl: string }>(
      'POST',
      `/v1/connections/${product}/authorize`,
      { loginHint: email },
    );
    await consent(authorizeUrl, email);
  }
}

/** Accepts the suggested mapping of every module; products of all departments sync (steps 2 and 3). */
export async function configureModules(
  admin: Session,
  modules: readonly ModuleName[] = ALL_MODULES,
): Promise<void> {
  const { departments } = await admin.get<{ departments: { id: string; enabled: boolean }[] }>(
    '/v1/departments',
  );
  for (const module of modules) {
    const { mappings, version, syncType } = await admin.get<{
      mappings: unknown[];
      version: number;
      syncType: string;
    }>(`/v1/modules/${module}/mapping`);
    await admin.send('PUT', `/v1/modules/${module}/config`, {
      syncType,
      mappings,
      departmentIds: module === 'products' ? departments.map(({ id }) => id) : [],
      expectedVersion: version,
    });
  }
}

export async function startSync(admin: Session, modules: readonly ModuleName[] = ALL_MODULES): Promise<void> {
  await admin.send('POST', '/v1/sync/start', { modules });
}

/** Waits until the first session is done, telling its progress. */
export async function waitForFirstSync(
  admin: Pick<Session, 'get'>,
  limitMs: number,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<Progress> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const progress = await admin.get<Progress>('/v1/sync/progress');
    onProgress(progress);
    if (progress.state === 'done') return progress;
    assert.ok(
      Date.now() < deadline,
      `the first sync is not done after ${limitMs / 1000} s: ${JSON.stringify(progress)}`,
    );
    await delay(200);
  }
}

/** Opens the consent page in place of a browser and follows it back to the connector. */
async function consent(authorizeUrl: string, email: string): Promise<void> {
  const url = new URL(authorizeUrl);
  url.searchParams.set('login_hint', email);
  const answer = await fetch(url);
  assert.ok(
    answer.ok,
    `authorising as ${email} ended at ${new URL(answer.url).pathname} with ${answer.status}: ${await answer.text()}`,
  );
}

async function call<T>(
  connector: string,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await fetch(`${connector}${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path} → ${answer.status} ${text}`);
  return (text === '' ? null : JSON.parse(text)) as T;
}
