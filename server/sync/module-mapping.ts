import { SyncError } from '../core/errors.ts';
import { needsBackFill } from '../core/mapping/back-fill.ts';
import { compileMapping } from '../core/mapping/compile-mapping.ts';
import type { FieldMapping, ModuleConfig } from '../core/mapping/field-mapping.ts';
import type { MappingProblem } from '../core/mapping/mapping-problem.ts';
import type { Vocabulary } from '../core/mapping/field-words.ts';
import { suggestCustomRows, suggestPairs } from '../core/mapping/suggest-custom-rows.ts';
import type { Suggestion } from '../core/mapping/suggest-custom-rows.ts';
import { defaultMapping } from '../core/mapping/suggest-mapping.ts';
import type { DefaultMappings } from '../core/mapping/suggest-mapping.ts';
import type { Module } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenOrg, OrgConnections } from '../ports/org-connections.ts';
import type { Store } from '../ports/store.ts';
import { hasSessionBegun, requestBackFill } from './back-fill.ts';
import type { AgentIdentity } from './desk-identity.ts';
import { Refusal } from './refusal.ts';

export interface ModuleMappingDeps {
  readonly store: Store;
  readonly openOrg: OpenOrg;
  readonly defaults: DefaultMappings;
  /** How people name fields: for suggestions. */
  readonly vocabulary: Vocabulary;
  readonly clock: Clock;
  /** Has the organisation's work looked at again, with the new configuration. */
  readonly wake: (orgKey: string) => Promise<void>;
}

export interface ModuleMappingView extends ModuleConfig {
  readonly problems: readonly MappingProblem[];
  /** Fields that no row uses and that seem to mean the same. */
  readonly suggestions: readonly Suggestion[];
}

/** The mapping editor's use cases (S16–S19, S21–S25). A configuration with version 0 is a suggestion. */
export function createModuleMapping(deps: ModuleMappingDeps) {
  const { store, openOrg, defaults, vocabulary, clock, wake } = deps;

  async function fields(orgKey: string, module: Module) {
    return (await openOrg(orgKey)).fields(module);
  }

  async function departments(orgKey: string) {
    const all = await (await openOrg(orgKey)).deskPeople.departments();
    return all.map(({ id, name, isEnabled }) => ({ id, name, enabled: isEnabled !== false }));
  }

  /** The stored configuration, or the standard fields pre-mapped and custom fields of the same name (S3, S18). */
  async function read(orgKey: string, module: Module): Promise<ModuleMappingView> {
    const stored = await store.forOrg(orgKey).configs.current(module);
    const metadata = await fields(orgKey, module);
    const standard = stored ? [] : defaultMapping(module, metadata, defaults);
    return stored ? view(stored, metadata) : view(suggestion(), metadata, standard);

    function suggestion(): ModuleConfig {
      const custom = suggestCustomRows({ module, fields: metadata, mapped: standard, vocabulary });
      const mappings: FieldMapping[] = [...standard, ...custom];
      return { module, version: 0, syncType: 'two-way', mappings, departmentIds: [] };
    }
  }

  /**
   * Stores the next version. What it newly syncs is brought over for all records, not only for those edited later.
   * @throws Refusal `mapping-invalid` with the errors, `departments-required`, `unknown-department`, `stale-version`
   */
  async function save(
    { orgKey, agentId }: Pick<AgentIdentity, 'orgKey' | 'agentId'>,
    change: Omit<ModuleConfig, 'version'>,
    expectedVersion: number,
  ): Promise<ModuleMappingView> {
    const connections = await openOrg(orgKey);
    const metadata = await connections.fields(change.module);
    const { problems } = compileMapping({ ...change, version: expectedVersion }, metadata);
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      throw new Refusal('mapping-invalid', 'The mapping has rows that cannot work', { problems: errors });
    }
    const departmentIds = await checkedDepartments(connections, change);
    const config = await saveNext({ ...change, departmentIds }, expectedVersion);
    await wake(orgKey);
    return view(config, metadata);

    async function saveNext(next: Omit<ModuleConfig, 'version'>, version: number): Promise<ModuleConfig> {
      try {
        return await store.forOrg(orgKey).transaction(async ({ configs, cursors, runs, drafts }) => {
          const before = await configs.current(next.module);
          const saved = await configs.save(next, version, clock.now());
          await drafts.delete(next.module, agentId);
          const isSynced = await hasSessionBegun({ cursors, runs }, next.module);
          if (before && isSynced && needsBackFill(before, next)) await requestBackFill(cursors, next.module);
          return saved;
        });
      } catch (error) {
        if (!(error instanceof SyncError && error.code === 'changed-meanwhile')) throw error;
        throw new Refusal('stale-version', 'Another administrator saved meanwhile', {
          expectedVersion: version,
        });
      }
    }
  }

  /** @param mapped rows whose fields are not suggested for anything else */
  function view(
    config: ModuleConfig,
    metadata: Awaited<ReturnType<typeof fields>>,
    mapped: readonly FieldMapping[] = config.mappings,
  ): ModuleMappingView {
    const { module } = config;
    return {
      ...config,
      problems: compileMapping(config, metadata).problems,
      suggestions: suggestPairs({ module, fields: metadata, mapped, vocabulary }),
    };
  }

  return { fields, departments, read, save };
}
export type ModuleMapping = ReturnType<typeof createModuleMapping>;

/** S24: products need at least one department that exists; the other modules have none. */
async function checkedDepartments(
  { deskPeople }: OrgConnections,
  { module, departmentIds }: Pick<ModuleConfig, 'module' | 'departmentIds'>,
): Promise<readonly string[]> {
  if (module !== 'products') return [];
  if (departmentIds.length === 0) {
    throw new Refusal('departments-required', 'Select the departments whose products sync');
  }
  const known = new Set((await deskPeople.departments()).map(({ id }) => id));
  const unknown = departmentIds.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new Refusal('unknown-department', 'Desk has no such department', { departmentIds: unknown });
  }
  return [...new Set(departmentIds)];
}
