import { Task, TaskStatus } from '@lit/task';
import type { LitElement } from 'lit';
import type { ModuleName } from '../../../server/contract/common.ts';
import type { Departments } from '../../../server/contract/fields.ts';
import type { ModuleMapping } from '../../../server/contract/mapping.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { ApiError } from '../../api/api-error.ts';
import { discardDraft, readDraft, saveDraft } from '../../api/drafts-api.ts';
import { readDepartments, readFields } from '../../api/fields-api.ts';
import { readMapping, saveMapping } from '../../api/mapping-api.ts';
import { checkMapping } from '../../api/mapping-check-api.ts';
import { list } from '../../api/shapes/guard.ts';
import { isFlag } from '../../api/shapes/mapping-shape.ts';
import { pause } from '../pause.ts';
import { DraftKeeper } from './draft-keeper.ts';
import type { EditedMapping, MappingContent } from './edited-mapping.ts';
import { contentOf, editedFrom, isComplete, sameContent } from './edited-mapping.ts';
import type { KnownFields } from './field-facts.ts';
import { byName } from './field-facts.ts';
import type { Findings } from './row-findings.ts';
import { findingsOf } from './row-findings.ts';

const CHECK_AFTER_MS = 400;
const isFlags = list(isFlag);

export type SavingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What is being edited, and what it started from. */
interface Editing {
  readonly fields: KnownFields;
  readonly departments: Departments['departments'];
  /** As it is stored, or the suggestion. */
  readonly stored: ModuleMapping;
  readonly mapping: EditedMapping;
  /** The version that saving replaces. */
  readonly basedOn: number;
  /** Edits that were found when the page opened, ISO 8601; null when there were none. */
  readonly restoredFrom: string | null;
}

/** A draft on its way: complete, for the page may show another module by the time it is sent. */
interface Kept {
  readonly content: MappingContent;
  readonly stored: ModuleMapping;
  readonly basedOn: number;
}

/**
 * One administrator's work on one module's mapping: reads it, keeps every change as a draft, has the connector check it,
 * and saves it. Nobody's saved work is overwritten: a newer version has to be looked at first.
 */
export class MappingSession {
  readonly #host: LitElement;
  readonly #api: () => ApiClient;
  readonly #module: () => ModuleName;
  readonly loading: Task<readonly [ModuleName], Editing>;
  readonly checking: Task<readonly [EditedMapping | null, KnownFields | null], Findings | null>;
  readonly keeper: DraftKeeper<Kept>;
  #discarded: Editing | null = null;
  #editing: Editing | null = null;
  #saving: SavingState = { kind: 'idle' };
  #refused: Findings | null = null;

  constructor(host: LitElement, api: () => ApiClient, module: () => ModuleName) {
    this.#host = host;
    this.#api = api;
    this.#module = module;
    this.keeper = new DraftKeeper<Kept>(host, (kept) => this.#keep(kept));
    this.loading = new Task(host, {
      args: () => [this.#module()] as const,
      task: ([name], { signal }) => this.#read(name, signal),
      onComplete: (editing) => this.#begin(editing),
    });
    this.checking = new Task(host, {
      args: () => [this.#editing?.mapping ?? null, this.#editing?.fields ?? null] as const,
      task: ([mapping], { signal }) => this.#check(mapping, signal),
    });
  }

  /** Null until it is read. */
  get editing(): Editing | null {
    return this.#editing;
  }
  get saving(): SavingState {
    return this.#saving;
  }
  /** What the connector found last; a refused saving says the newest. */
  get findings(): Findings | null {
    return this.#refused ?? this.checking.value ?? null;
  }
  /** Whether that is about the mapping as it stands. */
  get isJudged(): boolean {
    return this.#refused !== null || this.checking.status === TaskStatus.COMPLETE;
  }
  /** Somebody else saved since the edits began. */
  get isStale(): boolean {
    return this.#editing !== null && this.#editing.basedOn !== this.#editing.stored.version;
  }
  get isDirty(): boolean {
    if (!this.#editing) return false;
    return !sameContent(contentOf(this.#editing.mapping), this.#editing.stored);
  }

  change(mapping: EditedMapping): void {
    if (!this.#editing) return;
    this.#refused = null;
    this.#editing = { ...this.#editing, mapping };
    if (this.#saving.kind !== 'saving') this.#saving = { kind: 'idle' };
    this.#discarded = null;
    this.#keepLater();
    this.#host.requestUpdate();
  }

  /** @returns whether the mapping is saved as it stands */
  async save(): Promise<boolean> {
    const editing = this.#editing;
    if (!editing || this.#saving.kind === 'saving' || this.isStale) return false;
    this.#become({ kind: 'saving' });
    await this.keeper.settle();
    const content = contentOf(editing.mapping);
    const change = { ...content, expectedVersion: editing.basedOn };
    try {
      this.#saved(await saveMapping(this.#api(), this.#module(), change), editing.mapping);
      return true;
    } catch (error) {
      const stored = error instanceof ApiError ? await this.#learnFrom(error, editing) : null;
      if (stored && sameContent(content, stored)) {
        // Ours: an answer that got lost.
        this.#saved(stored, editing.mapping);
        return true;
      }
      this.#keepLater();
      this.#become({ kind: 'failed', error });
      return false;
    }
  }

  /** Takes the stored mapping instead of the own edits, also of those on the server. */
  async discard(): Promise<void> {
    if (!this.#editing) return;
    const { stored } = this.#editing;
    const discarded = this.#editing;
    this.#continueWith({ mapping: editedFrom(stored), basedOn: stored.version, restoredFrom: null });
    this.#discarded = discarded;
    await this.keeper.settle();
    this.#keepLater();
  }
  /** Something was discarded, and nothing was done since. */
  get canUndo(): boolean {
    return this.#discarded !== null;
  }
  undoDiscard(): void {
    if (!this.#discarded) return;
    const { mapping, basedOn } = this.#discarded;
    this.#continueWith({ mapping, basedOn });
    this.#keepLater();
  }
  /** Goes on with the own edits, knowing what is saved now. */
  keepMine(): void {
    if (!this.#editing) return;
    this.#continueWith({ basedOn: this.#editing.stored.version });
    this.#keepLater();
  }

  async #read(module: ModuleName, signal: AbortSignal): Promise<Editing> {
    const api = this.#api();
    const [fields, stored, { draft }, departments] = await Promise.all([
      readFields(api, module, signal),
      readMapping(api, module, signal),
      readDraft(api, module, signal),
      module === 'products' ? readDepartments(api, signal) : { departments: [] },
    ]);
    return {
      fields: byName(fields),
      departments: departments.departments,
      stored,
      mapping: editedFrom(draft ?? stored),
      basedOn: draft?.basedOn ?? stored.version,
      restoredFrom: draft && !sameContent(draft, stored) ? draft.savedAt : null,
    };
  }
  #begin(editing: Editing): void {
    this.#editing = editing;
    this.#discarded = null;
    this.#saving = { kind: 'idle' };
    this.#refused = null;
    this.keeper.restored(editing.restoredFrom);
    this.#host.requestUpdate();
  }

  async #check(mapping: EditedMapping | null, signal: AbortSignal): Promise<Findings | null> {
    if (!mapping) return null;
    if (this.checking.value) await pause(CHECK_AFTER_MS, signal);
    const sent = mapping.rows.filter(isComplete);
    const { syncType, mappings } = contentOf({ ...mapping, rows: sent });
    const { rows, problems } = await checkMapping(
      this.#api(),
      this.#module(),
      { syncType, mappings },
      signal,
    );
    return findingsOf(sent, problems, rows);
  }

  #keepLater(): void {
    if (!this.#editing) return;
    const { mapping, stored, basedOn } = this.#editing;
    this.keeper.keep({ content: contentOf(mapping), stored, basedOn });
  }
  /** What equals the stored mapping is no edit, and no draft either. */
  async #keep({ content, stored, basedOn }: Kept): Promise<string | null> {
    const { module, version } = stored;
    if (basedOn === version && sameContent(content, stored)) {
      await discardDraft(this.#api(), module);
      return null;
    }
    const { draft } = await saveDraft(this.#api(), module, { ...content, basedOn });
    return draft?.savedAt ?? null;
  }

  /** What a refusal tells: a newer version, or fields and options that are gone. */
  async #learnFrom(error: ApiError, editing: Editing): Promise<ModuleMapping | null> {
    const isRefused = error.code === 'stale-version' || error.code === 'mapping-invalid';
    if (!isRefused) return null;
    try {
      const [fields, stored] = await Promise.all([
        readFields(this.#api(), this.#module()),
        readMapping(this.#api(), this.#module()),
      ]);
      this.#editing = { ...(this.#editing ?? editing), fields: byName(fields), stored };
      if (error.code === 'mapping-invalid') {
        const { problems } = error.details;
        const sent = editing.mapping.rows.filter(isComplete);
        this.#refused = findingsOf(sent, isFlags(problems) ? problems : []);
      }
      return stored;
    } catch {
      return null;
    }
  }
  #saved(stored: ModuleMapping, sent: EditedMapping): void {
    if (!this.#editing) return;
    // What was edited while it was saved stays an edit.
    const { mapping } = this.#editing;
    const isSame = mapping === sent;
    this.#editing = {
      ...this.#editing,
      stored,
      basedOn: stored.version,
      restoredFrom: null,
      mapping: isSame && !sameContent(contentOf(mapping), stored) ? editedFrom(stored) : mapping,
    };
    this.keeper.restored(null);
    if (!isSame) this.#keepLater();
    this.#become({ kind: 'saved' });
  }
  #continueWith(change: Partial<Editing>): void {
    if (!this.#editing) return;
    this.#editing = { ...this.#editing, ...change };
    this.#discarded = null;
    this.#refused = null;
    this.#become({ kind: 'idle' });
  }
  #become(state: SavingState): void {
    this.#saving = state;
    this.#host.requestUpdate();
  }
}
