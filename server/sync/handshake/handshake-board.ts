import { arrangeBoard } from '../../core/handshake/arrange-board.ts';
import type { CustomerType } from '../../core/handshake/customer-type.ts';
import { allowsCustomerType } from '../../core/permissions/profile-permissions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeskDepartmentFacts } from '../../ports/people.ts';
import type { AgentIdentity } from '../desk-identity.ts';
import { keepBriefly } from '../keep-briefly.ts';
import type { CustomerViews } from '../panel/customer-views.ts';
import type { OpenPanelAccess, PanelAccess } from '../panel/panel-access.ts';
import { fromDesk, maySeeTicket, worksIn } from '../panel/panel-access.ts';
import { panelSettings } from '../panel/panel-settings.ts';
import { Refusal } from '../refusal.ts';
import type { BoardView, TypedTicket } from './read-board.ts';
import { readBoard } from './read-board.ts';

export interface BoardFilters {
  readonly status?: string | undefined;
  readonly priority?: string | undefined;
  /** An agent's id, or `none`. */
  readonly assigneeId?: string | undefined;
  readonly type?: CustomerType | undefined;
}
export interface BoardOptions {
  readonly filters: BoardFilters;
  readonly refresh: boolean;
}

const DEPARTMENTS_FRESH_MS = 10 * 60_000;

/** Open tickets by customer type, department by department (S6, S107–S112). */
export function createHandshakeBoard(deps: {
  readonly access: OpenPanelAccess;
  readonly views: CustomerViews;
  readonly clock: Clock;
}) {
  const { views, clock } = deps;
  const kept = keepBriefly<readonly DeskDepartmentFacts[]>(clock, DEPARTMENTS_FRESH_MS);

  /** The type says what the deals are: it is for those who may see what it is made of (P21). */
  async function enter(agent: AgentIdentity) {
    const access = await deps.access(agent);
    const { countAccountDeals } = await panelSettings(access.org);
    if (!allowsCustomerType(access.permissions, countAccountDeals)) {
      throw new Refusal('handshake-denied', 'This profile may not see the potentials of customers');
    }
    return { access, countAccountDeals };
  }

  async function departmentsOf({ org, person, connections }: PanelAccess) {
    const all = await fromDesk(kept.get(org.orgKey, () => connections.deskPeople.departments()));
    return all.filter(({ id, isEnabled }) => isEnabled !== false && worksIn(person, id));
  }

  /** @throws Refusal those of the panel's gate; `handshake-denied`; `desk-unavailable` */
  async function departments(agent: AgentIdentity) {
    const { access } = await enter(agent);
    return (await departmentsOf(access)).map(({ id, name }) => ({ id, name }));
  }

  /** @throws Refusal also `department-unknown`, `crm-unavailable` */
  async function board(agent: AgentIdentity, departmentId: string, { filters, refresh }: BoardOptions) {
    const { access, countAccountDeals } = await enter(agent);
    const { org, connections, person } = access;
    const known = await departmentsOf(access);
    if (!known.some(({ id }) => id === departmentId)) {
      throw new Refusal('department-unknown', 'This is no department of the agent', { departmentId });
    }
    const shown = await views.show<BoardView>({
      org,
      key: `v1 board ${departmentId}`,
      variant: String(countAccountDeals),
      refresh,
      since: undefined,
      judge: (view) => (view.countsAccountDeals === countAccountDeals ? 'good' : 'of-another'),
      async read() {
        const readAt = clock.now();
        return { view: await readBoard(org, connections, departmentId, countAccountDeals), readAt };
      },
    });
    const { view, readAt, stale, refreshing } = shown;
    const visible = view.tickets.filter((ticket) => maySeeTicket(person, ticket));
    const open = arrangeBoard(visible, departmentId).flatMap(({ tickets }) => tickets);
    const columns = arrangeBoard(
      open.filter((ticket) => passes(ticket, filters)).sort(byUrgency),
      departmentId,
    );
    return {
      departmentId,
      readAt,
      stale: stale === null ? null : { code: stale },
      refreshing,
      columns: columns.map(({ type, tickets }) => ({
        type,
        count: tickets.length,
        tickets: tickets.map(shownTicket),
      })),
      total: open.length,
      truncated: view.truncated,
      filters: choices(open),
    };
  }

  return { departments, board };
}
export type HandshakeBoard = ReturnType<typeof createHandshakeBoard>;

function passes(ticket: TypedTicket, { status, priority, assigneeId, type }: BoardFilters): boolean {
  if (status !== undefined && ticket.status !== status) return false;
  if (priority !== undefined && ticket.priority !== priority) return false;
  if (assigneeId !== undefined && (ticket.assigneeId ?? 'none') !== assigneeId) return false;
  return type === undefined || ticket.customerType === type;
}

/** Earliest due first, what has no date last; then the oldest (zoho-desk-api §7 leaves the order open). */
function byUrgency(a: TypedTicket, b: TypedTicket): number {
  const key = ({ dueAt, createdAt, id }: TypedTicket) => `${dueAt ?? '9999'} ${createdAt} ${id.padStart(30)}`;
  return key(a) < key(b) ? -1 : 1;
}

function shownTicket(ticket: TypedTicket) {
  const {
    id,
    number,
    subject,
    contact,
    status,
    priority,
    assigneeId,
    assigneeName,
    createdAt,
    dueAt,
    webUrl,
  } = ticket;
  const name = [contact?.firstName, contact?.lastName].filter((part) => part).join(' ');
  return {
    id,
    number,
    subject,
    contactName: name === '' ? null : name,
    status,
    priority,
    assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? '' },
    createdAt,
    dueAt,
    webUrl,
  };
}

function choices(tickets: readonly TypedTicket[]) {
  const distinct = (values: readonly (string | null)[]) =>
    [...new Set(values.filter((value) => value !== null))].sort();
  const assignees = tickets.flatMap(({ assigneeId, assigneeName }) =>
    assigneeId === null ? [] : [[assigneeId, { id: assigneeId, name: assigneeName ?? '' }] as const],
  );
  return {
    statuses: distinct(tickets.map(({ status }) => status)),
    priorities: distinct(tickets.map(({ priority }) => priority)),
    assignees: [...new Map(assignees).values()],
  };
}
