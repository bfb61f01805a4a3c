import type { World } from '../kernel/types.ts';
import type { BulkJob } from './bulk-job.ts';
import { Credits } from './limits.ts';
import type { MassUpdateJob } from './mass-update-job.ts';
import { moduleInfo } from './module-info.ts';
import type { ModuleInfo } from './module-info.ts';
import type { FieldSpec } from './modules/field.ts';
import { MODULE_NAMES, isModuleName } from './modules/module.ts';
import type { ModuleName } from './modules/module.ts';
import type { Row } from './row.ts';
import { Table } from './table.ts';
import { timeFormatter } from './time.ts';
import type { FormatTime } from './time.ts';
import { PageTokens } from './page-tokens.ts';
import { Users } from './users.ts';
import { readVariants } from './variants.ts';
import type { Variants } from './variants.ts';
import type { Channel } from './watch/channel.ts';

/** Everything one CRM organisation holds. */
export class CrmOrg {
  readonly id: string;
  readonly name: string;
  readonly world: World;
  readonly users: Users;
  readonly credits: Credits;
  readonly pageTokens: PageTokens;
  readonly channels = new Map<string, Channel>();
  readonly bulkJobs = new Map<string, BulkJob>();
  readonly massUpdateJobs = new Map<string, MassUpdateJob>();
  private readonly namedIds = new Map<string, string>();
  private modules = new Map<ModuleName, ModuleInfo>();
  private tables = new Map<ModuleName, Table>();
  private formatter: { readonly zone: string; readonly format: FormatTime } | undefined;

  constructor(world: World, id: string, name: string) {
    this.world = world;
    this.id = id;
    this.name = name;
    this.users = new Users(world, id);
    this.credits = new Credits(world, () => this.users.all().length, this.variants);
    this.pageTokens = new PageTokens(world);
    this.reset(new Map());
  }

  /** Empties the organisation and gives its modules their custom fields. */
  reset(customFields: ReadonlyMap<ModuleName, readonly FieldSpec[]>): void {
    for (const name of MODULE_NAMES) {
      const info = moduleInfo(name, customFields.get(name) ?? [], this.variants);
      this.modules.set(name, info);
      this.tables.set(name, new Table(info.exactFields));
    }
    this.channels.clear();
    this.bulkJobs.clear();
    this.massUpdateJobs.clear();
    this.credits.clear();
  }

  /** Setup → Modules and Fields. */
  editField(
    module: ModuleName,
    name: string,
    edit: 'remove' | { readonly options?: readonly string[]; readonly maxLength?: number },
  ): void {
    const info = this.module(module);
    if (!info.byName.has(name)) throw new Error(`no field ${name}`);
    const fields = info.fields.flatMap((field): FieldSpec[] => {
      if (field.apiName !== name) return [field];
      if (edit === 'remove') return [];
      return [{ ...field, options: edit.options ?? field.options, length: edit.maxLength ?? field.length }];
    });
    const byName = new Map(fields.map((field) => [field.apiName, field]));
    this.modules.set(module, { ...info, fields, byName });
  }

  get variants(): Variants {
    return readVariants(this.world);
  }
  get now(): number {
    return this.world.clock.now();
  }
  get timeZone(): string {
    return this.variants.timeZone();
  }

  module(name: ModuleName): ModuleInfo {
    const info = this.modules.get(name);
    if (!info) throw new Error(`module ${name} is not set up`);
    return info;
  }
  findModule(name: unknown): ModuleInfo | undefined {
    return isModuleName(name) ? this.modules.get(name) : undefined;
  }
  table(name: ModuleName): Table {
    const table = this.tables.get(name);
    if (!table) throw new Error(`table ${name} is not set up`);
    return table;
  }

  tableNames(): readonly ModuleName[] {
    return MODULE_NAMES;
  }

  /** The live row of that id in any module. */
  findAnywhere(id: string): Row | undefined {
    for (const table of this.tables.values()) {
      const row = table.getLive(id);
      if (row) return row;
    }
    return undefined;
  }

  /** The stable id of something that is no record: a field, a layout, a profile … */
  idOf(key: string): string {
    const known = this.namedIds.get(key);
    if (known !== undefined) return known;
    const id = this.world.nextId();
    this.namedIds.set(key, id);
    return id;
  }

  formatTime(ms: number): string {
    const zone = this.timeZone;
    if (this.formatter?.zone !== zone) this.formatter = { zone, format: timeFormatter(zone) };
    return this.formatter.format(ms);
  }
}
