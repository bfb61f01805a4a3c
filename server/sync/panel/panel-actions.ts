import type { Entity } from '../../core/permissions/profile-permissions.ts';
import { allows } from '../../core/permissions/profile-permissions.ts';
import type { CustomerRef } from '../../ports/customer-reader.ts';
import type { CustomerDraft, MadeRecord } from '../../ports/customer-writer.ts';
import type { OrgRepositories } from '../../ports/store.ts';
import type { AgentIdentity } from '../desk-identity.ts';
import { holdingLane, type HoldLaneDeps } from '../hold-lane.ts';
import { Refusal } from '../refusal.ts';
import { createPartner, newPartner } from './create-partner.ts';
import type { OpenPanel } from './open-panel.ts';
import { denied, recordOf, seenBy } from './open-panel.ts';
import { pairByHand, partByHand } from './pair-by-hand.ts';
import type { OpenPanelAccess, PanelAccess } from './panel-access.ts';
import { mayLink } from './panel-can.ts';
import type { PanelSubject, Place, ReadSubject } from './panel-subject.ts';
import type { RunAction } from './run-action.ts';

export interface PanelActionDeps extends HoldLaneDeps {
  readonly access: OpenPanelAccess;
  readonly readSubject: ReadSubject;
  readonly panel: OpenPanel;
  readonly runAction: RunAction;
  readonly wake: (orgKey: string) => Promise<void>;
}

/** Where the agent clicked, and the click's key. */
export interface ActionPlace {
  readonly agent: AgentIdentity;
  readonly place: Place;
  readonly deskId: string;
  readonly entity: Entity;
  readonly key: string;
}

/**
 * What agents do from a panel. None of it is sync: it works while the sync is paused (S81), and what it pairs the sync
 * takes up when it may. Nothing is ever deleted. Each throws the Refusals of the panel and of `createRunAction`, and
 * `item-denied`, `crm-record-unknown`.
 */
export function createPanelActions(deps: PanelActionDeps) {
  const { readSubject, panel, runAction } = deps;

  const specOf = (
    { agent, place, deskId, entity, key }: ActionPlace,
    { org }: PanelAccess,
    what: unknown,
  ) => ({
    org,
    agent,
    key,
    asked: [place, deskId, entity, what],
  });

  /** @throws Refusal `not-for-leads` */
  async function add(at: ActionPlace, draft: CustomerDraft): Promise<MadeRecord> {
    const access = await deps.access(at.agent);
    const { permissions, org, connections } = access;
    if (!allows(permissions, at.entity, draft.item)) throw denied();
    const known = await panel.know(access, at.place, at.deskId);
    const ref = recordOf(seenBy(permissions, known), at.entity);
    if (ref === null) throw new Refusal('crm-record-unknown', 'Zoho CRM has no such customer');
    if (draft.item === 'potentials' && ref.module === 'leads') {
      throw new Refusal('not-for-leads', 'A lead has no potentials');
    }
    const { customerWriter } = connections;
    const made = await runAction({
      ...specOf(at, access, draft),
      kind: `add-${draft.item}`,
      perform: () => customerWriter.add(ref, draft),
      lookUp: (since) => customerWriter.findAdded(ref, draft, since),
      details: { module: ref.module, crmId: ref.id },
    });
    await org.panelCache.expire(known.subject.key, deps.clock.now());
    return made;
  }

  /** @throws Refusal `already-linked` (S72, P11) */
  async function link(at: ActionPlace, crmId: string): Promise<MadeRecord> {
    const { access, deskId } = await linking(at);
    const { org, connections } = access;
    const ref: CustomerRef = { module: at.entity, id: crmId };
    const pair = { module: at.entity, deskId, crmId };
    const linked = await runAction({
      ...specOf(at, access, crmId),
      kind: 'link',
      async perform() {
        if (!(await connections.customers.exists(ref))) {
          throw new Refusal('crm-record-unknown', 'Zoho CRM has no such record');
        }
        return { id: crmId, url: connections.customers.urlOf(ref) };
      },
      lookUp: null,
      confirm: (repositories, _made, now) => pairByHand(repositories, pair, now),
      details: pair,
    });
    await deps.wake(org.orgKey);
    return linked;
  }

  /** @throws Refusal `not-linked` */
  async function unlink(at: ActionPlace, crmId: string): Promise<MadeRecord> {
    const { access, deskId } = await linking(at);
    const { customers } = access.connections;
    const pair = { module: at.entity, deskId, crmId };
    return await runAction({
      ...specOf(at, access, crmId),
      kind: 'unlink',
      perform: () => Promise.resolve({ id: crmId, url: customers.urlOf({ module: at.entity, id: crmId }) }),
      lookUp: null,
      confirm: (repositories, _made, now) =>
        partByHand(repositories, pair, { agentId: at.agent.agentId, at: now }),
      details: pair,
    });
  }

  /**
   * Holds the lane from the look for a partner to the pair, or the sync could make the same partner in between.
   * @throws Refusal `already-linked`, `already-in-crm`; `action-running` while the sync is writing
   */
  async function create(at: ActionPlace): Promise<MadeRecord> {
    const { access, subject, deskId } = await linking(at);
    const { org, connections } = access;
    const draft = await newPartner(access, subject, at.entity);
    const spec = {
      ...specOf(at, access, null),
      kind: 'create',
      perform: () => createPartner(access, subject, at.entity, draft),
      async lookUp(since: string) {
        const found = await connections.customerWriter.findCreated(draft, since);
        const linked = await org.links.byIds(
          at.entity,
          'crm',
          found.map(({ id }) => id),
        );
        return found.filter(({ id }) => !linked.has(id) || linked.get(id)?.deskId === deskId);
      },
      confirm: (repositories: OrgRepositories, { id: crmId }: MadeRecord, now: string) =>
        pairByHand(repositories, { module: at.entity, deskId, crmId }, now),
      details: { module: at.entity, deskId },
    };
    const made = await holdingLane(org, deps, creatingToo, () => runAction(spec));
    await deps.wake(org.orgKey);
    return made;
  }

  /** Who the customer is may be said by those who see the information it is recognised by. */
  async function linking({ agent, place, deskId: at, entity }: ActionPlace) {
    const access = await deps.access(agent);
    if (!mayLink(access.permissions, entity)) throw denied();
    const subject = await readSubject(access, place, at, true);
    return { access, subject, deskId: deskIdOf(subject, entity) };
  }

  return { add, link, unlink, create, linking };
}
export type PanelActions = ReturnType<typeof createPanelActions>;

function creatingToo(): Refusal {
  return new Refusal('action-running', 'The sync is writing just now, and may be creating this record');
}

/** @throws Refusal `desk-record-unknown` when the place has no contact, or no account */
function deskIdOf({ contact, account }: PanelSubject, entity: Entity): string {
  const record = entity === 'contacts' ? contact : account;
  if (record === null) throw new Refusal('desk-record-unknown', 'There is nobody here to link');
  return record.id;
}
