import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { html } from 'lit';
import type { ModuleName, SideName } from '../../../server/contract/common.ts';
import type { RecordPages } from '../../../server/contract/record-pages.ts';
import type { ApiClient } from '../../api/api-client.ts';
import type { FieldLabels } from '../../api/field-labels-api.ts';
import { readFieldLabels } from '../../api/field-labels-api.ts';
import { readRecordPages } from '../../api/history-api.ts';
import { externalLink } from '../../elements/external-link.ts';
import { plain } from '../../i18n/plain-text.ts';

/** What was asked through one connection: every element of the page shares it. */
interface Known {
  pages: RecordPages | null;
  readonly labels: Map<ModuleName, FieldLabels>;
  readonly asked: Set<string>;
  readonly listeners: Set<() => void>;
}
const known = new WeakMap<ApiClient, Known>();

/**
 * Where records are found in both products, and what people call their fields. Niceties: until they are here, and when
 * they cannot be read, records are named without a link and fields by their API names.
 */
export class RecordFacts implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #api: () => ApiClient;
  #facts: Known | null = null;

  /** @param api read once the host is connected, when its context is there */
  constructor(host: ReactiveControllerHost, api: () => ApiClient) {
    this.#host = host;
    this.#api = api;
    host.addController(this);
  }

  hostUpdate(): void {
    if (this.#facts) return;
    this.#facts = factsOf(this.#api());
    this.#facts.listeners.add(this.#changed);
  }
  hostDisconnected(): void {
    this.#facts?.listeners.delete(this.#changed);
    this.#facts = null;
  }

  /** A link to the record in its product. */
  link(side: SideName, module: ModuleName, id: string, words: string): TemplateResult {
    const facts = this.#facts;
    if (facts) ask(facts, 'pages', async () => (facts.pages = await readRecordPages(this.#api())));
    const page = facts?.pages?.[side]?.[module];
    return page === undefined || id === ''
      ? html`<bdi>${plain(words)}</bdi>`
      : externalLink(`${page}${encodeURIComponent(id)}`, words);
  }

  /** What people call the field. @param name API name on that side */
  label(module: ModuleName, side: SideName, name: string): string {
    const facts = this.#facts;
    if (facts) {
      ask(facts, module, async () => facts.labels.set(module, await readFieldLabels(this.#api(), module)));
    }
    return plain(facts?.labels.get(module)?.[side].get(name) ?? name, 100);
  }

  readonly #changed = (): void => this.#host.requestUpdate();
}

function factsOf(api: ApiClient): Known {
  const facts = known.get(api) ?? { pages: null, labels: new Map(), asked: new Set(), listeners: new Set() };
  known.set(api, facts);
  return facts;
}

/** Reads once; a failure is not told, and asked again only by a page that is opened anew. */
function ask(facts: Known, what: string, read: () => Promise<unknown>): void {
  if (facts.asked.has(what)) return;
  facts.asked.add(what);
  read().then(
    () => facts.listeners.forEach((listener) => listener()),
    () => undefined,
  );
}
