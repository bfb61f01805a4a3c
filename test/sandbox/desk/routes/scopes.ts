import type { Portal } from '../portal.ts';
import type { Scopes } from '../gate.ts';
import type { Module } from '../types.ts';
import { variant } from '../variants.ts';

type Operation = 'READ' | 'CREATE' | 'UPDATE' | 'DELETE';

/** People, departments, organisation: either scope suffices (reference §1). */
export const BASIC_READ: Scopes = [['Desk.basic.READ', 'Desk.settings.READ']];
export const SETTINGS_READ: Scopes = [['Desk.settings.READ']];
export const SETTINGS_UPDATE: Scopes = [['Desk.settings.UPDATE']];

/** Scopes of a call on records: accounts share those of contacts, products have their own or the settings'. */
export function recordScopes(module: Module, operation: Operation): (portal: Portal) => Scopes {
  if (module !== 'products') return () => [[`Desk.contacts.${operation}`]];
  return (portal) => {
    const names = [`Desk.products.${operation}`, `Desk.settings.${operation}`];
    return variant(portal.settings, 'desk.productScopes') === 'both' ? names.map((name) => [name]) : [names];
  };
}

export function searchScopes(module: Module): (portal: Portal) => Scopes {
  return (portal) => [['Desk.search.READ'], ...recordScopes(module, 'READ')(portal)];
}

/** The documents disagree on the name (reference §1). */
export function webhookScopes(operation: Operation): (portal: Portal) => Scopes {
  return (portal) => {
    const names = variant(portal.settings, 'desk.webhookScopes');
    if (names !== 'any') return [[`Desk.${names}.${operation}`]];
    return [['events', 'webhooks', 'settings'].map((name) => `Desk.${name}.${operation}`)];
  };
}
