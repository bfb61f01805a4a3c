import type { Logger as PinoLogger } from 'pino';
import { pino } from 'pino';
import { commonFacts } from './correlation.ts';

/** Path segments and query strings that hold secrets or people's data never reach the log. */
export function safePath(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return path.replace(/^(\/callbacks\/[a-z]+\/).*/, '$1…');
}

/** Names under which a secret or an e-mail address may turn up in logged objects, at any of three levels. */
const SECRET_NAMES = [
  'token',
  'accessToken',
  'refreshToken',
  'access_token',
  'refresh_token',
  'refreshHandle',
  'code',
  'codeVerifier',
  'verifier',
  'state',
  'claimId',
  'secret',
  'clientSecret',
  'client_secret',
  'password',
  'authorization',
  'cookie',
  'email',
  'emailId',
  'accountEmail',
  'loginHint',
  'key',
  'handle',
];
/** A `code` or `state` at the top is one of ours (`stale-version`, `active`); in requests it is Zoho's. */
const OURS_AT_TOP = new Set(['code', 'state']);

/** The process's log: JSON lines on `destination` (default stdout), each with the facts of the work that caused it. */
export function createLog(level: string, destination?: { write(line: string): void }): PinoLogger {
  const paths = SECRET_NAMES.flatMap((name) => [
    ...(OURS_AT_TOP.has(name) ? [] : [name, `*.${name}`]),
    `req.${name}`,
    `req.*.${name}`,
    `body.${name}`,
    `query.${name}`,
    `headers.${name}`,
  ]);
  const options = {
    level,
    mixin: () => ({ ...commonFacts() }),
    redact: { paths, censor: '[redacted]' },
    serializers: {
      req: (request: { id?: string; method?: string; url?: string }) => ({
        id: request.id,
        method: request.method,
        path: safePath(request.url ?? ''),
      }),
      res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
