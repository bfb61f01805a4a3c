import type { Grant } from '../kernel/types.ts';

export type Operation = 'READ' | 'CREATE' | 'UPDATE' | 'DELETE';

/** `service.path.OP`, e.g. `ZohoCRM.modules.contacts.READ`; all of a set are needed. */
export type RequiredScopes = readonly string[];

export function moduleScope(module: string, operation: Operation): string {
  return `ZohoCRM.modules.${module}.${operation}`;
}

/**
 * True when a granted scope covers the needed one: `ALL` covers every operation, `WRITE` covers CREATE and
 * UPDATE, and a shorter path (`ZohoCRM.modules.ALL`) covers the finer ones. Case does not matter (§1.4).
 */
export function scopeCovers(granted: string, needed: string): boolean {
  const have = granted.toLowerCase().split('.');
  const want = needed.toLowerCase().split('.');
  const haveOperation = have.pop();
  const wantOperation = want.pop();
  if (!have.every((part, index) => part === want[index])) return false;
  if (haveOperation === 'all' || haveOperation === wantOperation) return true;
  return haveOperation === 'write' && (wantOperation === 'create' || wantOperation === 'update');
}

/** Tokens of `/_sandbox/token` stand for a person with every scope. */
export function isAllowed(grant: Grant, needed: RequiredScopes): boolean {
  if (grant.actor === 'human') return true;
  return needed.every((scope) => grant.scopes.some((granted) => scopeCovers(granted, scope)));
}
