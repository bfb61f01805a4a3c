import type { SandboxSettings, Seed, World } from '../kernel/types.ts';
import { AccountContacts } from './account-contacts.ts';
import { buildFields } from './fields.ts';
import type { FieldSet } from './fields.ts';
import { PortalLimits } from './limits.ts';
import { buildStaff } from './people.ts';
import type { Agent, Department, Staff } from './people.ts';
import { RecordTable } from './record-table.ts';
import type { Ticket } from './tickets.ts';
import type { Module } from './types.ts';
import { variant } from './variants.ts';
import type { DeskEvent, EventType } from './webhook-events.ts';
import { WebhookTable } from './webhook-table.ts';

/** One Desk organisation: its people, fields, records and limits. */
export class Portal {
  readonly orgId: string;
  readonly name: string;
  readonly world: World;
  readonly limits: PortalLimits;
  readonly mappings: AccountContacts;
  readonly webhooks: WebhookTable;
  readonly tables: Readonly<Record<Module, RecordTable>>;
  readonly tickets = new Map<string, Ticket>();
  /** As `GET /organizationModules` names them. */
  readonly moduleIds: Readonly<Record<Module | 'tickets', string>>;
  readonly layoutIds: Readonly<Record<Module, string>>;
  /** Accounts and contacts of a product. */
  readonly productLinks = new Map<
    string,
    { readonly accounts: Set<string>; readonly contacts: Set<string> }
  >();
  /** Ids of agents whom an administrator deactivated. */
  readonly disabledAgents = new Set<string>();
  departments: readonly Department[] = [];
  staff: Staff;
  fields: Readonly<Record<Module, FieldSet>>;

  constructor(world: World, orgId: string, name: string) {
    const nextId = (): string => world.nextId();
    this.world = world;
    this.orgId = orgId;
    this.name = name;
    this.mappings = new AccountContacts(nextId);
    this.webhooks = new WebhookTable(this);
    const table = (): RecordTable =>
      new RecordTable(() => ({
        lagMs: world.settings.deskSearchLagMs,
        lagDeletes: variant(world.settings, 'desk.searchDeletes') === 'lagged',
      }));
    this.tables = { accounts: table(), contacts: table(), products: table() };
    this.moduleIds = { accounts: nextId(), contacts: nextId(), products: nextId(), tickets: nextId() };
    this.layoutIds = { accounts: nextId(), contacts: nextId(), products: nextId() };
    this.staff = buildStaff(orgId, world.people.values(), nextId);
    this.fields = this.buildFields({ accounts: [], contacts: [], products: [] }, () => []);
    this.limits = new PortalLimits(world, () => this.fullAgents().length);
    this.departments = [{ id: nextId(), name, isDefault: true, createdAt: world.clock.now() }];
  }

  get settings(): SandboxSettings {
    return this.world.settings;
  }

  get baseUrl(): string {
    return this.world.urls.desk;
  }

  get portalName(): string {
    return this.name.toLowerCase().replace(/[^a-z0-9]+/g, '') || `portal${this.orgId}`;
  }

  now(): number {
    return this.world.clock.now();
  }

  agents(): readonly Agent[] {
    return [...this.staff.agents.values()];
  }

  /** Light agents cost no licence and bring no credits. */
  fullAgents(): readonly Agent[] {
    return this.agents().filter((agent) => agent.rolePermissionType !== 'Light');
  }

  administrator(): Agent | undefined {
    return this.agents().find((agent) => agent.rolePermissionType === 'Admin') ?? this.agents()[0];
  }

  department(id: string): Department | undefined {
    return this.departments.find((department) => department.id === id);
  }

  emit(type: EventType, build: () => Omit<DeskEvent, 'type'>): void {
    this.webhooks.emit(type, build);
  }

  buildFields(
    custom: Seed['desk']['customFields'],
    seededOptions: (module: Module, apiName: string) => readonly string[],
  ): Record<Module, FieldSet> {
    const build = (module: Module): FieldSet =>
      buildFields(
        module,
        custom[module],
        this.settings,
        () => this.world.nextId(),
        (apiName) => seededOptions(module, apiName),
      );
    return { accounts: build('accounts'), contacts: build('contacts'), products: build('products') };
  }
}
