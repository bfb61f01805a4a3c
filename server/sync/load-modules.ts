import { compileMapping } from '../core/mapping/compile-mapping.ts';
import type { FieldMeta, Module, Side } from '../core/record.ts';
import { MODULES } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordGateway } from '../ports/record-gateway.ts';
import type { OrgStore } from '../ports/store.ts';
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

/** The configured modules with their compiled mappings, in the order in which they must be written (S100). */
export async function loadModules(
  org: OrgStore,
  catalogue: FieldCatalogue,
): Promise<ReadonlyMap<Module, ModuleSetup>> {
  const modules = new Map<Module, ModuleSetup>();
  for (const module of MODULES) {
    const config = await org.configs.current(module);
    if (config)
      modules.set(module, { config, mapping: compileMapping(config, await catalogue.fields(module)) });
  }
  return modules;
}
