/** An HTTP answer that came through Desk's server. */
export interface UnwrappedAnswer {
  /** 200 when Desk does not say. */
  readonly status: number;
  /** Parsed when it was JSON. */
  readonly body: unknown;
}
type Json = Readonly<Record<string, unknown>>;

const DEEPEST = 3;

/**
 * Reads what `ZOHODESK.request` resolves or rejects with: JSON text within JSON text within an object, in the shapes
 * that reference desk-extension-platform §4.5 lists.
 *
 * @returns status and body of the connector's own answer; an upstream 4xx or 5xx is an answer like any other
 * @throws Error when Desk refused to send, or could not: then there is no answer
 */
export function unwrapAnswer(answer: unknown): UnwrappedAnswer {
  const outer = parsed(answer);
  const envelope = asRecord(outer);
  if (!envelope) return { status: 200, body: outer };
  const { errMessage, errMsg } = envelope;
  if (errMessage !== undefined || errMsg !== undefined) {
    throw new Error(`Desk did not send the request: ${String(errMessage ?? errMsg)}`);
  }
  const status = statusOf(envelope['statusCode']);
  const inner = parsed(envelope['response'] ?? envelope['data'] ?? envelope);
  const message = asRecord(inner)?.['statusMessage'];
  return { status, body: message === undefined ? inner : parsed(message) };
}

/** The value of a `get`: whole objects come under their short name, single properties under their full one. */
export function pick(answer: unknown, property: string): unknown {
  const values = asRecord(parsed(answer));
  if (!values) return undefined;
  if (property in values) return values[property];
  const [object = '', ...path] = property.split('.');
  return path.reduce<unknown>((value, key) => asRecord(value)?.[key], values[object]);
}

export function asRecord(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function parsed(value: unknown): unknown {
  let current = value;
  for (
    let depth = 0;
    depth < DEEPEST && typeof current === 'string' && /^\s*[[{"]/.test(current);
    depth += 1
  ) {
    try {
      current = JSON.parse(current) as unknown;
    } catch {
      return current;
    }
  }
  return current;
}

function statusOf(code: unknown): number {
  const status = Number(code);
  return Number.isInteger(status) && status >= 100 ? status : 200;
}
