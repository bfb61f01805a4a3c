import type { FastifyRequest } from 'fastify';

/** Parameters by name; of a repeated one the last counts. */
export type Parameters = Readonly<Record<string, string>>;

/** Zoho takes parameters from the query string, a form and a multipart form alike; the body wins. */
export function readParameters(request: FastifyRequest): Parameters {
  return { ...onlyText(request.query), ...onlyText(request.body) };
}

function onlyText(source: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  if (typeof source !== 'object' || source === null) return found;
  for (const [name, value] of Object.entries(source)) {
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string') found[name] = last;
  }
  return found;
}
