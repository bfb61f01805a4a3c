export type Product = 'desk' | 'crm';

/** One request and its answer, as they went over the wire. */
export interface Exchange {
  readonly product: Product;
  /** Who sent it: `tour` is the scripted human, `connector` the product's own gateways. */
  readonly sender: 'tour' | 'connector';
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names. Values are kept, except that of `authorization`. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined when nothing was sent, the text when it is no JSON. */
  readonly requestBody: unknown;
  readonly status: number;
  readonly answerType: string | null;
  /** Parsed JSON; undefined when empty; a `Uint8Array` when it is no JSON. */
  readonly answerBody: unknown;
}

/** One line for messages: what was asked and what came back. */
export function describeExchange({ product, sender, method, path, query, status }: Exchange): string {
  const search = query.map(([name, value]) => `${name}=${value}`).join('&');
  return `${sender}: ${product} ${method} ${path}${search === '' ? '' : `?${search}`} → ${status}`;
}
