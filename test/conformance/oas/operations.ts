import { asArray, asObject, asText } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Library, OasDocument, SetName } from './library.ts';
import type { Product } from '../traffic/exchange.ts';

export interface Operation {
  readonly product: Product;
  readonly set: SetName;
  readonly file: string;
  readonly method: string;
  /** Path template from the host's root, e.g. `/crm/v8/{module}/{recordID}`. */
  readonly template: string;
  readonly parameters: readonly JsonObject[];
  readonly node: JsonObject;
}

export interface Match {
  readonly operation: Operation;
  /** Path parameters, decoded. */
  readonly pathValues: ReadonlyMap<string, string>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Operations of all files by what they are called with. */
export interface OperationIndex {
  readonly all: readonly Operation[];
  /** The operation with the longest literal match; of equals the one of the newer set. */
  find(product: Product, method: string, path: string): Match | null;
}

export function indexOperations(library: Library): OperationIndex {
  const all = library.documents.flatMap((document) => operationsOf(library, document));
  return {
    all,
    find(product, method, path) {
      const found = all
        .filter((operation) => operation.product === product && operation.method === method)
        .flatMap((operation) => {
          const pathValues = matchPath(operation.template, path);
          return pathValues ? [{ operation, pathValues }] : [];
        });
      return (
        found.toSorted((one, other) => rank(other.operation).localeCompare(rank(one.operation)))[0] ?? null
      );
    },
  };
}

/** How a finding names an operation. */
export function operationName({ set, method, template }: Operation): string {
  return `${set} ${method} ${template}`;
}

function operationsOf(library: Library, document: OasDocument): Operation[] {
  const base = basePath(document);
  return Object.entries(asObject(document.root['paths'])).flatMap(([path, node]) => {
    const item = asObject(node);
    return METHODS.filter((method) => item[method] !== undefined).map((method) => {
      const operation = asObject(item[method]);
      const parameters = [...asArray(item['parameters']), ...asArray(operation['parameters'])];
      return {
        product: document.set === 'desk' ? ('desk' as const) : ('crm' as const),
        set: document.set,
        file: document.name,
        method: method.toUpperCase(),
        template: `${base}${path}`,
        parameters: parameters.map((parameter) => library.follow(parameter)),
        node: operation,
      };
    });
  });
}

/** Set B writes paths below a server `https://…/crm/{version}`; the other sets write them whole. */
function basePath({ root }: OasDocument): string {
  const url = asText(asObject(asArray(root['servers'])[0])['url']) ?? '';
  return (/^https:\/\/[^/]+(\/.+)$/.exec(url)?.[1] ?? '').replace('{version}', 'v8');
}

function matchPath(template: string, path: string): ReadonlyMap<string, string> | null {
  const parts = path.split('/');
  const wanted = template.split('/');
  if (parts.length !== wanted.length) return null;
  const values = new Map<string, string>();
  for (const [index, pattern] of wanted.entries()) {
    const part = parts[index] ?? '';
    const name = /^\{(.+)\}$/.exec(pattern)?.[1];
    if (name !== undefined && part !== '') values.set(name, decodeURIComponent(part));
    else if (pattern !== part) return null;
  }
  return values;
}

/** Sorts upwards: first by number of literal parts, then by how early they come, then by set. */
function rank({ template, set }: Operation): string {
  const shape = template.split('/').map((part) => (part.startsWith('{') ? '0' : '1'));
  const literals = shape.filter((part) => part === '1').length;
  return `${String(literals).padStart(2, '0')} ${shape.join('')} ${set}`;
}
