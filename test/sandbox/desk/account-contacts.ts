/** Which contact belongs to which account, and how (AccountContactMappingInfo.json). */
export interface Mapping {
  readonly mappingId: string;
  readonly contactId: string;
  readonly accountId: string;
  readonly mappingType: 'PRIMARY' | 'SECONDARY';
  readonly isAccountTicketsViewable: boolean;
}

/** All mappings of a portal, found from either end. A contact has at most one PRIMARY account: its `accountId`. */
export class AccountContacts {
  readonly #byId = new Map<string, Mapping>();
  readonly #ofContact = new Map<string, Set<string>>();
  readonly #ofAccount = new Map<string, Set<string>>();
  readonly #nextId: () => string;

  constructor(nextId: () => string) {
    this.#nextId = nextId;
  }

  clear(): void {
    this.#byId.clear();
    this.#ofContact.clear();
    this.#ofAccount.clear();
  }

  get(mappingId: string): Mapping | undefined {
    return this.#byId.get(mappingId);
  }

  ofContact(contactId: string): Mapping[] {
    return [...(this.#ofContact.get(contactId) ?? [])].flatMap((id) => this.#byId.get(id) ?? []);
  }

  ofAccount(accountId: string): Mapping[] {
    return [...(this.#ofAccount.get(accountId) ?? [])].flatMap((id) => this.#byId.get(id) ?? []);
  }

  between(contactId: string, accountId: string): Mapping | undefined {
    return this.ofContact(contactId).find((mapping) => mapping.accountId === accountId);
  }

  countOfContact(contactId: string): number {
    return this.#ofContact.get(contactId)?.size ?? 0;
  }

  /** Adds a mapping, or changes type and visibility of the one that exists. */
  set(
    contactId: string,
    accountId: string,
    change: Partial<Pick<Mapping, 'mappingType' | 'isAccountTicketsViewable'>>,
  ): Mapping {
    const known = this.between(contactId, accountId);
    const mapping: Mapping = {
      mappingId: known?.mappingId ?? this.#nextId(),
      contactId,
      accountId,
      mappingType: change.mappingType ?? known?.mappingType ?? 'SECONDARY',
      isAccountTicketsViewable: change.isAccountTicketsViewable ?? known?.isAccountTicketsViewable ?? true,
    };
    this.#byId.set(mapping.mappingId, mapping);
    link(this.#ofContact, contactId, mapping.mappingId);
    link(this.#ofAccount, accountId, mapping.mappingId);
    return mapping;
  }

  remove(mapping: Mapping): void {
    this.#byId.delete(mapping.mappingId);
    this.#ofContact.get(mapping.contactId)?.delete(mapping.mappingId);
    this.#ofAccount.get(mapping.accountId)?.delete(mapping.mappingId);
  }

  /** Makes this account the contact's primary one. `former` says what becomes of the primary one before it. */
  setPrimary(contactId: string, accountId: string | null, former: 'drop' | 'demote'): void {
    for (const mapping of this.ofContact(contactId)) {
      if (mapping.mappingType !== 'PRIMARY' || mapping.accountId === accountId) continue;
      if (former === 'drop') this.remove(mapping);
      else this.set(contactId, mapping.accountId, { mappingType: 'SECONDARY' });
    }
    if (accountId !== null) this.set(contactId, accountId, { mappingType: 'PRIMARY' });
  }
}

function link(index: Map<string, Set<string>>, key: string, mappingId: string): void {
  const known = index.get(key);
  if (known) known.add(mappingId);
  else index.set(key, new Set([mappingId]));
}
