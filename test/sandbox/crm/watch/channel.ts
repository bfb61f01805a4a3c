import type { JsonObject } from '../json.ts';
import { asArray, asText, isObject } from '../json.ts';
import type { CrmOrg } from '../org.ts';
import { isModuleName } from '../modules/module.ts';
import type { ModuleName } from '../modules/module.ts';

export type EventKind = 'create' | 'edit' | 'delete';

/** One notification channel: who wants to hear of what, until when (§4). */
export interface Channel {
  readonly id: string;
  readonly ownerId: string;
  notifyUrl: string;
  token: string | null;
  /** `Module.create|edit|delete|all`. */
  events: readonly string[];
  expiryMs: number;
  returnAffectedFieldValues: boolean;
  notifyOnRelatedAction: boolean;
  conditions: readonly unknown[];
}

const EVENT = /^([A-Za-z_]+)\.(create|edit|delete|all)$/;

/** The module and kind of an event name; null for names CRM does not know. */
export function parseEvent(
  event: string,
): { readonly module: ModuleName | 'users'; readonly kind: string } | null {
  const [, module = '', kind = ''] = EVENT.exec(event) ?? [];
  if (module === 'users') return { module, kind };
  return isModuleName(module) ? { module, kind } : null;
}

/** Channels in force; expired ones are collected as garbage, like Zoho's. */
export function activeChannels(org: CrmOrg): Channel[] {
  for (const [id, channel] of org.channels) {
    if (channel.expiryMs <= org.now) org.channels.delete(id);
  }
  return [...org.channels.values()];
}

export function listensTo(channel: Channel, module: ModuleName, kind: EventKind): boolean {
  return channel.events.includes(`${module}.${kind}`) || channel.events.includes(`${module}.all`);
}

/** True when the edit touches the fields that the channel's `notification_condition` names for the module. */
export function conditionHolds(channel: Channel, module: ModuleName, changed: readonly string[]): boolean {
  const own = channel.conditions.filter(isObject).filter((condition) => {
    const target = condition['module'];
    return isObject(target) && target['api_name'] === module;
  });
  if (own.length === 0) return true;
  return own.some((condition) => {
    const selection = condition['field_selection'];
    return isObject(selection) && selectionHolds(selection, changed);
  });
}

function selectionHolds(selection: JsonObject, changed: readonly string[]): boolean {
  const { field } = selection as { field?: unknown };
  if (isObject(field)) return changed.includes(asText(field['api_name']) ?? '');
  if (typeof selection['api_name'] === 'string') return changed.includes(selection['api_name']);
  const group = (asArray(selection['group']) ?? []).filter(isObject);
  const holds = (part: JsonObject) => selectionHolds(part, changed);
  return asText(selection['group_operator'])?.toLowerCase() === 'and'
    ? group.every(holds)
    : group.some(holds);
}
