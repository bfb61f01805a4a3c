import { compileMapping } from '../core/mapping/compile-mapping.ts';
import type { ModuleConfig } from '../core/mapping/field-mapping.ts';
import { defaultMapping } from '../core/mapping/suggest-mapping.ts';
import type { DefaultMappings } from '../core/mapping/suggest-mapping.ts';
import type { FieldMeta, Module, Side } from '../core/record.ts';
import { MODULES } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordGateway } from '../ports/record-gateway.ts';
import type { LegacyImport, OrgStore } from '../ports/store.ts';
import type { ModuleSetup } from './context.ts';

/** Fields change rarely; a mapping saved against a field that vanished meanwhile is noticed within this time. */
const FIELDS_FRESH_MS = 10 * 60_000;

/** Field metadata of one organisation, read when needed and kept for some minutes. */
export interface FieldCatalogue {
  fields(module: Module): Promise<Readonly<Record<Side, readonly FieldMeta[]>>>;
}

export function createFieldCatalogue(
  gateways: Readonly<Record<Side, RecordGateway>>,
  clock: Clock,
): FieldCatalogue {
  const kept = new Map<
    Module,
    { readonly at: number; readonly fields: Record<Side, readonly FieldMeta[]> }
  >();
  return {
    async fields(module) {
      const now = Date.parse(clock.now());
      const known = kept.get(module);
      if (known && now - known.at < FIELDS_FRESH_MS) return known.fields;
      const [desk, crm] = await Promise.all([
        gateways.desk.readFields(module),
        gateways.crm.readFields(module),
      ]);
      kept.set(module, { at: now, fields: { desk, crm } });
      return { desk, crm };
    },
  };
}

/**
 * The configured modules with their compiled mappings, in the order in which they must be written (S100). The scheduled
 * import has no configuration: it maps the standard fields, from CRM to Desk.
 */
export async function loadModules(
  org: OrgStore,
  catalogue: FieldCatalogue,
  defaults: DefaultMappings,
): Promise<ReadonlyMap<Module, ModuleSetup>> {
  const modules = new Map<Module, ModuleSetup>();
  const isLegacy = (await org.integration.get())?.state === 'legacy';
  const imports = isLegacy ? await org.legacyImports.list() : [];
  for (const module of MODULES) {
    const entry = imports.find((candidate) => candidate.module === module);
    if (isLegacy && !entry) continue;
    const config = entry ? await importConfig(entry) : await org.configs.current(module);
    if (config)
      modules.set(module, { config, mapping: compileMapping(config, await catalogue.fields(module)) });
  }
  return modules;

  async function importConfig({ module, departmentIds }: LegacyImport): Promise<ModuleConfig> {
    const mappings = defaultMapping(module, await catalogue.fields(module), defaults);
    return { module, version: 0, syncType: 'crm-to-desk', mappings, departmentIds };
  }
}
