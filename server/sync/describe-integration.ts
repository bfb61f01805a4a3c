import type { Module } from '../core/record.ts';
import { MODULES } from '../core/record.ts';
import type { SyncType } from '../core/mapping/field-mapping.ts';
import type {
  Integration,
  IntegrationState,
  LegacyImport,
  OrgStore,
  Run,
  ZohoProduct,
} from '../ports/store.ts';
import type { StandingProblem } from './standing-problems.ts';
import { standingProblems } from './standing-problems.ts';

export interface ConnectionView {
  readonly product: ZohoProduct;
  readonly status: 'none' | 'valid' | 'reauthorization-required';
  readonly accountEmail: string | null;
  readonly dataCenter: string | null;
  readonly organizationId: string | null;
}
export interface ModuleView {
  readonly module: Module;
  readonly state: 'unset' | 'configured' | 'syncing' | 'synced';
  readonly configVersion: number;
  readonly syncType: SyncType | null;
}
export interface IntegrationView {
  readonly state: IntegrationState;
  readonly connections: readonly ConnectionView[];
  readonly modules: readonly ModuleView[];
  readonly problems: readonly StandingProblem[];
  readonly legacyImports: readonly LegacyImport[];
  readonly switchedAt: string | null;
}

/** The integration as its page shows it (S10, S13, S27). Holds no secrets. */
export async function describeIntegration(org: OrgStore): Promise<IntegrationView> {
  const integration = await org.integration.get();
  const run = await org.runs.latest('first-sync');
  const modules: ModuleView[] = [];
  for (const module of MODULES) modules.push(await moduleView(org, module, run));
  return {
    state: integration?.state ?? 'none',
    connections: [
      await connectionView(org, 'desk', integration),
      await connectionView(org, 'crm', integration),
    ],
    modules,
    problems: await standingProblems(org.cursors),
    legacyImports: await org.legacyImports.list(),
    switchedAt: integration?.switchedAt ?? null,
  };
}

async function connectionView(
  org: OrgStore,
  product: ZohoProduct,
  integration: Integration | null,
): Promise<ConnectionView> {
  const credential = await org.credentials.get(product);
  const organizationId = product === 'desk' ? integration?.deskOrgId : integration?.crmOrgId;
  return {
    product,
    status: credential?.status ?? 'none',
    accountEmail: credential?.accountEmail ?? null,
    dataCenter: credential?.dataCenter ?? null,
    organizationId: credential ? (organizationId ?? null) : null,
  };
}

async function moduleView(org: OrgStore, module: Module, run: Run | null): Promise<ModuleView> {
  const config = await org.configs.current(module);
  if (!config) return { module, state: 'unset', configVersion: 0, syncType: null };
  const { version: configVersion, syncType } = config;
  return { module, state: await progressState(org, module, run), configVersion, syncType };
}

/** Products may start in a later run than contacts and accounts (S22), so an old run's modules count as well. */
async function progressState(org: OrgStore, module: Module, run: Run | null): Promise<ModuleView['state']> {
  const progress = run?.modules.find((entry) => entry.module === module);
  if (progress) return run?.state === 'done' || progress.phase === 'done' ? 'synced' : 'syncing';
  return (await org.links.count(module)) > 0 ? 'synced' : 'configured';
}
