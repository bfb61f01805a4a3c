import type { SandboxSettings } from '../kernel/types.ts';

/**
 * The switches of `settings.variants` this API obeys, each with its default first.
 * README.md says which contradiction each stands for.
 */
export const DESK_VARIANTS = {
  'desk.mismatchStatus': ['403', '401'],
  'desk.orgIdHeader': ['optional', 'required'],
  'desk.productScopes': ['either', 'both'],
  'desk.webhookScopes': ['any', 'events', 'webhooks'],
  'desk.listLimit': ['99', '100'],
  'desk.listFields': ['accepted', 'ignored', 'rejected'],
  'desk.listFieldsModifiedTime': ['accepted', 'rejected'],
  'desk.accountListFields': ['ignored', 'accepted'],
  'desk.lengths': ['oas', 'postman'],
  'desk.productPicklists': ['text', 'picklist'],
  'desk.cfBoolean': ['string', 'boolean'],
  'desk.times': ['iso', 'epoch'],
  'desk.emptyText': ['null', 'kept'],
  'desk.unknownCustomFields': ['rejected', 'ignored'],
  'desk.unknownBodyKeys': ['ignored', 'rejected'],
  'desk.duplicates': ['allowed', 'rejected'],
  'desk.searchDuplicates': ['exact', 'contains'],
  'desk.bumpOnEqual': ['yes', 'no'],
  'desk.createStatus': ['200', '201'],
  'desk.searchCase': ['insensitive', 'sensitive'],
  'desk.searchDeletes': ['immediate', 'lagged'],
  'desk.deleteEvent': ['trash', 'purge'],
  'desk.deletePayload': ['id', 'record'],
  'desk.restoreEvent': ['Add', 'Update', 'none'],
  'desk.restoreBumps': ['yes', 'no'],
  'desk.mergedRecords': ['gone', 'bin'],
  'desk.formerPrimary': ['drop', 'demote'],
  'desk.purgedStatus': ['404', '422'],
  'desk.writeTrashed': ['rejected', 'not-found'],
  'desk.emptyRecycleBin': ['200', '204'],
  'desk.offsetTiers': ['doc', 'dd'],
  'desk.ignoreSourceId': ['accepted', 'reject-v4', 'ineffective'],
  'desk.eventTime': ['epoch', 'iso'],
  'desk.jwtExp': ['s', 'ms'],
} as const;

export type VariantName = keyof typeof DESK_VARIANTS;
export type Variant<Name extends VariantName> = (typeof DESK_VARIANTS)[Name][number];

/** Switches that are numbers: 0 or absent means "as documented" (batch: one event per delivery). */
export const DESK_NUMBERS = [
  'desk.dailyCredits',
  'desk.concurrency',
  'desk.webhookLimit',
  'desk.webhookBatch',
  'desk.webhookDeadlineMs',
  'desk.latencyMs',
  'desk.utcOffsetMinutes',
] as const;
export type NumberVariant = (typeof DESK_NUMBERS)[number];

/** Departments and rank of agents, which the documents leave to each portal. */
export const DESK_STAFFING = ['desk.agentDepartments', 'desk.agentRanks'] as const;

/**
 * What an agent was given by `<email>=<value>;<email>=<value>`; undefined for all others.
 * Departments: names, separated by commas. Ranks: `rolePermissionType` of /myinfo.
 */
export function staffing(
  settings: SandboxSettings,
  name: (typeof DESK_STAFFING)[number],
  email: string,
): string | undefined {
  const entries = (settings.variants[name] ?? '').split(';').map((entry) => entry.split('='));
  return entries.find(([who]) => who?.trim() === email)?.[1];
}

/** @throws Error naming a `desk.` switch that does not exist: a typing mistake would otherwise test nothing */
export function checkVariantNames(settings: SandboxSettings): void {
  const known = new Set<string>([...Object.keys(DESK_VARIANTS), ...DESK_NUMBERS, ...DESK_STAFFING]);
  for (const name of Object.keys(settings.variants)) {
    if (name.startsWith('desk.') && !known.has(name)) throw new Error(`There is no variant ${name}`);
  }
}

/** @throws Error naming a value the switch does not know */
export function variant<Name extends VariantName>(settings: SandboxSettings, name: Name): Variant<Name> {
  const known: readonly Variant<Name>[] = DESK_VARIANTS[name];
  const wanted = settings.variants[name];
  const found = wanted === undefined ? known[0] : known.find((value) => value === wanted);
  if (found === undefined)
    throw new Error(`Variant ${name} is one of ${known.join(', ')}, not ${String(wanted)}`);
  return found;
}

/** @throws Error when the switch holds no number */
export function numberVariant(settings: SandboxSettings, name: NumberVariant): number {
  const value = Number(settings.variants[name] ?? 0);
  if (!Number.isFinite(value)) throw new Error(`Variant ${name} must be a number`);
  return value;
}
