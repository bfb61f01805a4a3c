import { invalidField, massError } from '../errors.ts';
import { list, ok, pagePrice } from '../gate.ts';
import type { Answer, Call, Route } from '../gate.ts';
import { readPage } from '../paging.ts';
import type { Portal } from '../portal.ts';
import { liveRecord } from '../record-writer.ts';
import { listRow } from '../shapes.ts';
import { readObject } from '../validate.ts';
import { readIds } from './mass-actions.ts';
import { allow } from './records.ts';
import { recordScopes } from './scopes.ts';

type Other = 'accounts' | 'contacts';

/** Products and the accounts or contacts that use them; at most 10 ids per call (reference §2.2). */
export const PRODUCT_RELATION_ROUTES: readonly Route[] = (['accounts', 'contacts'] as const).flatMap(
  (other): Route[] => {
    const rules = { base: 1, maxLimit: 99 } as const;
    const price = pagePrice(({ query }: Call) => readPage(query, rules));
    return [
      {
        method: 'POST',
        path: `/products/:id/associate${other === 'accounts' ? 'Accounts' : 'Contacts'}`,
        scopes: recordScopes('products', 'UPDATE'),
        handle: (call) => {
          associate(call, other, (ids) => ({ products: [call.params['id'] ?? ''], others: ids }));
          return { status: 200 };
        },
      },
      {
        method: 'POST',
        path: `/${other}/:id/associateProducts`,
        scopes: recordScopes('contacts', 'UPDATE'),
        handle: (call) =>
          associate(call, other, (ids) => ({ products: ids, others: [call.params['id'] ?? ''] })),
      },
      {
        method: 'GET',
        path: `/${other}/:id/products`,
        scopes: recordScopes('products', 'READ'),
        credits: price,
        handle: ({ portal, params, query }) => {
          const row = liveRecord(portal, other, params['id'] ?? '');
          const { offset, limit } = readPage(query, rules);
          const products = [...portal.productLinks].filter(([, links]) => links[other].has(row.id));
          const rows = products.flatMap(([id]) => portal.tables.products.live.byId.get(id) ?? []);
          return list(
            rows.slice(offset, offset + limit).map((product) => listRow(portal, 'products', product)),
          );
        },
      },
      {
        method: 'GET',
        path: `/products/:id/${other}`,
        scopes: recordScopes('products', 'READ'),
        credits: price,
        handle: ({ portal, params, query }) => {
          const product = liveRecord(portal, 'products', params['id'] ?? '');
          const { offset, limit } = readPage(query, rules);
          const ids = [...(portal.productLinks.get(product.id)?.[other] ?? [])].slice(offset, offset + limit);
          const rows = ids.flatMap((id) => portal.tables[other].live.byId.get(id) ?? []);
          return list(rows.map((row) => listRow(portal, other, row)));
        },
      },
    ];
  },
);

function associate(
  call: Call,
  other: Other,
  pair: (ids: readonly string[]) => {
    readonly products: readonly string[];
    readonly others: readonly string[];
  },
): Answer {
  allow(call, 'products', 'view');
  const { portal } = call;
  const body = readObject(call.body);
  const add = body['associate'];
  if (typeof add !== 'boolean') throw invalidField('/associate');
  const ids = readIds(body, 'ids', 10);
  const { products, others } = pair(ids);
  const owner = products.length === 1 && others === ids ? 'products' : other;
  liveRecord(portal, owner, call.params['id'] ?? '');
  const results = ids.map((id) => {
    const known = portal.tables[owner === 'products' ? other : 'products'].live.byId.has(id);
    return { id, success: known, errors: known ? null : massError('UNPROCESSABLE_ENTITY') };
  });
  for (const product of products) {
    if (!portal.tables.products.live.byId.has(product)) continue;
    for (const id of others) {
      if (!portal.tables[other].live.byId.has(id)) continue;
      const linked = linksOf(portal, product)[other];
      if (add) linked.add(id);
      else linked.delete(id);
    }
  }
  return ok({ results });
}

function linksOf(portal: Portal, productId: string): { accounts: Set<string>; contacts: Set<string> } {
  const known = portal.productLinks.get(productId);
  if (known) return known;
  const links = { accounts: new Set<string>(), contacts: new Set<string>() };
  portal.productLinks.set(productId, links);
  return links;
}
