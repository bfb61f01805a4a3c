import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { adapt } from './adapt.ts';
import { asObject, isObject, mapValues } from './json.ts';
import { mergeAllOf } from './merge-all-of.ts';
import type { JsonObject } from './json.ts';

/** The collections of files: Desk's, and two revisions of CRM's (`crm-oas/SOURCE.md`, sets A and B). */
export type SetName = 'desk' | 'crm-a' | 'crm-b';

const FOLDERS: Readonly<Record<SetName, string>> = {
  desk: 'desk-oas',
  'crm-a': 'crm-oas',
  'crm-b': 'crm-oas/oas31-2026',
};

export interface OasDocument {
  readonly set: SetName;
  /** File name. */
  readonly name: string;
  /** Absolute identifier under which Ajv knows it. */
  readonly id: string;
  readonly root: JsonObject;
}

/** Zoho's OpenAPI files, adapted to JSON Schema, with references followed. */
export interface Library {
  readonly documents: readonly OasDocument[];
  /** References in the files that lead nowhere; what they stood for is not checked. */
  readonly deadRefs: ReadonlySet<string>;
  /** Follows `$ref` until something else stands there. */
  follow(node: unknown): JsonObject;
}

/** @throws Error when the folder does not hold the three collections */
export function readLibrary(folder: string): Library {
  const documents = (Object.keys(FOLDERS) as SetName[]).flatMap((set) => {
    const files = globSync(join(folder, FOLDERS[set], '*.json')).sort();
    if (files.length === 0) throw new Error(`ZOHO_OAS_DIR: no OpenAPI files in ${FOLDERS[set]}`);
    return files.map((file) => openDocument(set, basename(file), JSON.parse(readFileSync(file, 'utf8'))));
  });
  return createLibrary(documents);
}

export function openDocument(set: SetName, name: string, content: unknown): OasDocument {
  const root = asObject(adapt(content, { absolute: (ref) => absoluteRef(set, name, ref) }));
  return { set, name, id: documentId(set, name), root };
}

export function createLibrary(written: readonly OasDocument[]): Library {
  const byId = new Map<string, JsonObject>(written.map((document) => [document.id, document.root]));
  const deadRefs = new Set<string>();

  function resolve(ref: string): JsonObject | null {
    const [id = '', pointer = ''] = ref.split('#');
    let node: unknown = byId.get(id);
    for (const part of pointer.split('/').slice(1)) {
      node = asObject(node)[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    return isObject(node) ? node : null;
  }

  function follow(node: unknown): JsonObject {
    let current = asObject(node);
    while (typeof current['$ref'] === 'string') current = resolve(current['$ref']) ?? {};
    return current;
  }

  /** A reference that leads nowhere allows anything. */
  function tidy(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(tidy);
    if (!isObject(node)) return node;
    const ref = node['$ref'];
    if (typeof ref === 'string' && resolve(ref) === null) {
      deadRefs.add(ref);
      return {};
    }
    return mapValues(mergeAllOf(node, follow), tidy);
  }

  const documents = written.map((document) => ({ ...document, root: asObject(tidy(document.root)) }));
  for (const { id, root } of documents) byId.set(id, root);
  return { documents, deadRefs, follow };
}

function documentId(set: SetName, name: string): string {
  return `https://${set}.invalid/${name}`;
}

/** Set A names its neighbours by a remote address; the files of that name lie beside it. */
function absoluteRef(set: SetName, name: string, ref: string): string {
  const [file = '', pointer = ''] = ref.split('#');
  return `${documentId(set, file === '' ? name : basename(file))}#${pointer}`;
}
