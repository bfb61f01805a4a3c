import { z } from 'zod';
import { readFaults } from './request-faults.ts';
import type { RequestFaults } from './request-faults.ts';
import { Refusal, refuse } from './refusal.ts';

const Options = z.object({
  url: z.string(),
  type: z.string().default('GET'),
  headers: z.record(z.string(), z.string()).default({}),
  data: z.record(z.string(), z.unknown()).default({}),
  postBody: z.unknown().optional(),
  connectionLinkName: z.string().optional(),
  responseType: z.string().default(''),
});
type Options = z.infer<typeof Options>;

export interface RequestSurroundings {
  readonly whiteList: readonly string[];
  /** Value of a `{{name}}`; undefined leaves it as it is. */
  readonly placeholder: (name: string) => string | undefined;
}

/** What came back: the status, and the body as text. */
interface Upstream {
  readonly statusCode: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

const LIMIT_MS = 30_000;
const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE']);

/**
 * `ZOHODESK.request`: Desk's server makes the call, so there is no CORS, no cookie, and secrets stay here (reference §4.5).
 *
 * @returns what the widget's promise resolves with, also for answers of 4xx and 5xx
 * @throws Refusal with what it rejects with
 */
export async function proxyRequest(
  given: unknown,
  surroundings: RequestSurroundings,
  givenFaults: unknown,
): Promise<unknown> {
  const parsed = Options.safeParse(given);
  if (!parsed.success) throw refuse('Invalid Payload');
  const options = parsed.data;
  requireListed(options.url, surroundings.whiteList);
  const faults = readFaults(givenFaults);
  if (faults.notAuthorised) {
    return JSON.stringify({ error_code: '1000', resumeUrl: faults.resumeUrl, statusCode: 200 });
  }
  const upstream = await answerOf(options, surroundings, faults);
  return shaped(options, upstream, faults.wrap);
}

/** Compared as `scheme//host[:port]`, exactly: an entry with a path or a slash at its end never fits. */
function requireListed(url: string, whiteList: readonly string[]): void {
  const origin = URL.canParse(url) ? new URL(url).origin : url;
  if (whiteList.includes(origin)) return;
  throw new Refusal({ errMessage: `No entry found in plugin-manifest whiteListedDomains for ${origin}` });
}

async function answerOf(
  options: Options,
  { placeholder }: RequestSurroundings,
  faults: RequestFaults,
): Promise<Upstream> {
  if (faults.transport) throw transportFailure(504, 'The pretend connection was cut');
  if (faults.status !== undefined) {
    return { statusCode: faults.status, text: JSON.stringify(faults.body ?? {}), headers: {} };
  }
  const fill = (text: string): string =>
    text.replace(/\{\{([\w.]+)\}\}/g, (whole, name: string) => placeholder(name) ?? whole);
  const url = new URL(fill(options.url));
  for (const [name, value] of Object.entries(options.data)) url.searchParams.set(name, fill(asText(value)));
  const headers = new Headers(Object.entries(options.headers).map(([name, value]) => [name, fill(value)]));
  const method = methodOf(options.type, headers);
  // What TYPES says: a response type makes the host ignore the body.
  const hasBody = method !== 'GET' && options.responseType === '' && options.postBody !== undefined;
  try {
    const answer = await fetch(url, {
      method,
      headers,
      ...(hasBody && { body: fill(asText(options.postBody)) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    return {
      statusCode: answer.status,
      text: await answer.text(),
      headers: Object.fromEntries(answer.headers),
    };
  } catch (cause) {
    throw transportFailure(502, cause instanceof Error ? cause.message : String(cause));
  }
}

function methodOf(type: string, headers: Headers): string {
  const override = headers.get('header-override');
  headers.delete('header-override');
  if (type === 'POST' && override === 'PATCH') return override;
  if (!METHODS.has(type)) throw refuse('Invalid Payload');
  return type;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Rejected as JSON text, unlike every other refusal. */
function transportFailure(statusCode: number, statusMessage: string): Refusal {
  return new Refusal(JSON.stringify({ statusCode, statusMessage }));
}

function shaped(options: Options, upstream: Upstream, wrap: RequestFaults['wrap']): unknown {
  const { statusCode, text, headers } = upstream;
  const body = parsedOr(text);
  const wrapping = wrap ?? (options.connectionLinkName === undefined ? 'none' : 'object');
  const wrapped = { status: 'true', statusMessage: wrapping === 'text' ? text : body };
  if (options.responseType === 'json') {
    return { data: wrapping === 'none' ? body : wrapped, statusCode, responseHeaders: headers };
  }
  const response = wrapping === 'none' ? text : JSON.stringify(wrapped);
  return JSON.stringify({ response, statusCode, responseHeaders: headers });
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
