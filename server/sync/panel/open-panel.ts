import { filterPanel } from '../../core/permissions/filter-panel.ts';
import type { VisiblePanel } from '../../core/permissions/filter-panel.ts';
import type { Entity, Item, ProfilePermissions } from '../../core/permissions/profile-permissions.ts';
import { ENTITIES, allows, showsEntity } from '../../core/permissions/profile-permissions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CustomerRef, SectionPage } from '../../ports/customer-reader.ts';
import { SyncError } from '../../core/errors.ts';
import type { AgentIdentity } from '../desk-identity.ts';
import { Refusal } from '../refusal.ts';
import type { CustomerViews, ShownView } from './customer-views.ts';
import type { OpenPanelAccess, PanelAccess, PanelGate, ShownState } from './panel-access.ts';
import type { PanelCan } from './panel-can.ts';
import { canDo } from './panel-can.ts';
import { panelSettings } from './panel-settings.ts';
import type { PanelSubject, Place, ReadSubject, SubjectPairs } from './panel-subject.ts';
import { livePartner, pairsOf } from './panel-subject.ts';
import type { CustomerMatch, CustomerView } from './read-customer.ts';
import { readCustomer } from './read-customer.ts';

/** See `contract/panel.ts`: an absent key is denied. */
export interface PanelAnswer extends VisiblePanel {
  readonly place: Place;
  readonly deskId: string;
  readonly integration: { readonly state: ShownState; readonly importing: boolean };
  readonly stale: { readonly code: string } | null;
  readonly refreshing: boolean;
  readonly match: Partial<Readonly<Record<Entity, CustomerMatch>>>;
  readonly can: Partial<Readonly<Record<Entity, PanelCan>>>;
}

export interface OpenPanelDeps {
  readonly access: OpenPanelAccess;
  readonly readSubject: ReadSubject;
  readonly views: CustomerViews;
  readonly clock: Clock;
}

/** A subject with what is known of its customer, before anybody's permissions. */
export interface KnownCustomer {
  readonly subject: PanelSubject;
  readonly pairs: SubjectPairs;
  readonly shown: ShownView<CustomerView>;
}

export interface OpenOptions {
  readonly refresh?: boolean;
  readonly since?: string | undefined;
}

/** What agents see of CRM beside a ticket, contact or account (S4, S5, S113–S122). */
export function createOpenPanel({ access: openAccess, readSubject, views, clock }: OpenPanelDeps) {
  async function know(
    access: PanelGate,
    place: Place,
    deskId: string,
    { refresh = false, since }: OpenOptions = {},
  ): Promise<KnownCustomer> {
    const { org, connections } = access;
    const subject = await readSubject(access, place, deskId, refresh);
    const pairs = await pairsOf(org, subject);
    const { countAccountDeals } = await panelSettings(org);
    const partners = ENTITIES.map((entity) => livePartner(pairs[entity]));
    const shown = await views.show<CustomerView>({
      org,
      key: subject.key,
      variant: JSON.stringify([...partners, countAccountDeals]),
      refresh,
      since,
      judge: (view) => {
        if (ENTITIES.some((entity, index) => view.pairedWith[entity] !== partners[index]))
          return 'of-another';
        if (view.countsAccountDeals !== countAccountDeals) return 'read-again';
        return view.isWhole ? 'good' : 'partial';
      },
      async read() {
        const at = clock.now();
        const view = await readCustomer(connections, subject, pairs, { at, countAccountDeals });
        return { view, readAt: at };
      },
    });
    return { subject, pairs, shown };
  }

  /** @throws Refusal see `createPanelAccess`, `createReadSubject`, `createCustomerViews` */
  async function open(
    agent: AgentIdentity,
    place: Place,
    deskId: string,
    options: OpenOptions = {},
  ): Promise<PanelAnswer> {
    return answerFor(await openAccess(agent), place, deskId, options);
  }

  /** @throws Refusal `crm-hidden`, and those of `createReadSubject` and `createCustomerViews` */
  async function answerFor(
    access: PanelAccess,
    place: Place,
    deskId: string,
    options: OpenOptions = {},
  ): Promise<PanelAnswer> {
    const known = await know(access, place, deskId, options);
    const { permissions, state, org } = access;
    const { readAt, stale, refreshing } = known.shown;
    const view = seenBy(permissions, known);
    const visible = filterPanel(permissions, { ...view.panel, readAt });
    if (visible === null) throw new Refusal('crm-hidden', 'This profile sees nothing of Zoho CRM');
    return {
      ...onlyOfPlace(visible, place),
      place,
      deskId,
      integration: { state, importing: (await org.runs.running('first-sync')) !== null },
      stale: stale === null ? null : { code: stale },
      refreshing,
      ...perEntity(permissions, place, known, view),
    };
  }

  /**
   * One page of a section (S122), read anew: it is what nobody else looks at.
   *
   * @throws Refusal also `item-denied`, `crm-record-unknown`, `crm-unavailable`
   */
  async function page<I extends Item>(
    agent: AgentIdentity,
    at: { readonly place: Place; readonly deskId: string; readonly entity: Entity },
    item: I,
    number: number,
  ): Promise<SectionPage<I>> {
    const access = await openAccess(agent);
    if (!allows(access.permissions, at.entity, item)) throw denied();
    const known = await know(access, at.place, at.deskId);
    const ref = recordOf(seenBy(access.permissions, known), at.entity);
    if (ref === null) throw new Refusal('crm-record-unknown', 'Zoho CRM has no such customer');
    try {
      return await access.connections.customers.page(ref, item, number);
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      if (error.code === 'not-found')
        throw new Refusal('crm-record-unknown', 'Zoho CRM has no such customer');
      const facts = { reason: error.code };
      throw new Refusal('crm-unavailable', 'Zoho CRM cannot be reached at the moment', facts, {
        cause: error,
      });
    }
  }

  return { open, answerFor, page, know };
}
export type OpenPanel = ReturnType<typeof createOpenPanel>;

export function denied(): Refusal {
  return new Refusal('item-denied', 'This profile may not see or add this');
}

/**
 * An account found through CRM's contact is something the contact's information says: who may not see the latter does
 * not learn the former by it, but sees what there would be without (P21).
 */
export function seenBy(
  permissions: ProfilePermissions,
  { subject, shown: { view } }: Pick<KnownCustomer, 'subject' | 'shown'>,
): CustomerView {
  const { accounts } = view.match;
  const isThroughContact = accounts.outcome === 'matched' && accounts.by === 'contact';
  if (!isThroughContact || allows(permissions, 'contacts', 'information')) return view;
  const outcome = subject.account === null ? 'nobody' : 'not-in-crm';
  return {
    ...view,
    panel: { ...view.panel, account: null },
    match: { ...view.match, accounts: { outcome } },
  };
}

/** Which CRM record a block shows. */
export function recordOf({ panel }: CustomerView, entity: Entity): CustomerRef | null {
  const block = entity === 'contacts' ? panel.contact : panel.account;
  return block && { module: block.record.module, id: block.record.id };
}

/** An account's panel is about no contact. */
function onlyOfPlace(visible: VisiblePanel, place: Place): VisiblePanel {
  if (place !== 'accounts') return visible;
  const { contact: _contact, ...rest } = visible;
  return rest;
}

function perEntity(
  permissions: ProfilePermissions,
  place: Place,
  { subject, pairs }: KnownCustomer,
  view: CustomerView,
): Pick<PanelAnswer, 'match' | 'can'> {
  const shown = ENTITIES.filter(
    (entity) => showsEntity(permissions, entity) && !(place === 'accounts' && entity === 'contacts'),
  );
  const there = { contacts: subject.contact !== null, accounts: subject.account !== null };
  return {
    match: Object.fromEntries(shown.map((entity) => [entity, view.match[entity]])),
    can: Object.fromEntries(
      shown.map((entity) => {
        const now = { pair: pairs[entity], match: view.match[entity], record: recordOf(view, entity) };
        return [entity, canDo(permissions, entity, { ...now, subjectIsThere: there[entity] })];
      }),
    ),
  };
}
