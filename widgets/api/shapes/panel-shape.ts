import type * as z from 'zod/mini';
import type {
  Call,
  CrmEvent,
  Note,
  Panel,
  PanelBlock,
  PanelCan,
  PanelMatch,
  PanelPage,
  Potential,
  ProfileField,
  Task,
} from '../../../server/contract/panel.ts';
import type { Guard } from './guard.ts';
import { anyOf, flag, list, nullable, object, oneOf, optional, text, whole } from './guard.ts';

const words = nullable(text);
const row = { id: text, ownerName: words, url: text };
const isField = object<z.infer<typeof ProfileField>>({
  apiName: text,
  label: text,
  value: anyOf<[string, boolean, null, string[]]>(text, flag, (value) => value === null, list(text)),
});
const isPotential = object<Potential>({
  ...row,
  name: text,
  stage: words,
  amount: words,
  currency: words,
  closingDate: words,
});
const isNote = object<Note>({ ...row, title: words, content: text, createdAt: text });
const isCall = object<Call>({
  ...row,
  open: flag,
  subject: text,
  type: words,
  startsAt: words,
  durationSeconds: nullable(whole),
});
const isEvent = object<CrmEvent>({
  ...row,
  open: flag,
  title: text,
  startsAt: text,
  endsAt: text,
  venue: words,
});
const isTask = object<Task>({
  ...row,
  open: flag,
  subject: text,
  status: words,
  priority: words,
  dueDate: words,
});

interface ReadyRows<Row> {
  readonly state: 'ready';
  readonly rows: Row[];
  readonly hasMore: boolean;
}
interface FailedRows {
  readonly state: 'failed';
  readonly code: string;
}
const isFailed = object<FailedRows>({ state: oneOf('failed'), code: text });
function section<Row>(guard: Guard<Row>): Guard<ReadyRows<Row> | FailedRows | undefined> {
  const isReady = object<ReadyRows<Row>>({ state: oneOf('ready'), rows: list(guard), hasMore: flag });
  return optional(anyOf<[ReadyRows<Row>, FailedRows]>(isReady, isFailed));
}
const isBlock = object<PanelBlock>({
  record: object<PanelBlock['record']>({
    module: oneOf('contacts', 'leads', 'accounts'),
    id: text,
    url: text,
  }),
  information: section(isField),
  potentials: section(isPotential),
  notes: section(isNote),
  calls: section(isCall),
  events: section(isEvent),
  tasks: section(isTask),
});

type Match<Outcome extends PanelMatch['outcome']> = Extract<PanelMatch, { outcome: Outcome }>;
const isMatch = anyOf<[Match<'matched'>, Match<'ambiguous'>, Match<'not-in-crm'>, Match<'nobody'>]>(
  object({ outcome: oneOf('matched'), by: oneOf('pair', 'email', 'phone', 'name', 'contact') }),
  object({ outcome: oneOf('ambiguous'), by: oneOf('email', 'phone', 'name'), count: whole }),
  object({ outcome: oneOf('not-in-crm') }),
  object({ outcome: oneOf('nobody') }),
);
const isCan = object<PanelCan>({
  link: flag,
  unlink: flag,
  create: flag,
  add: list(oneOf('potentials', 'notes', 'calls', 'events', 'tasks')),
});
export const isCustomerType = oneOf('customers', 'prospects', 'contacts-leads', 'new');

export const isPanel = object<Panel>({
  place: oneOf('tickets', 'contacts', 'accounts'),
  deskId: text,
  integration: object<Panel['integration']>({ state: oneOf('active', 'paused', 'legacy'), importing: flag }),
  readAt: text,
  stale: nullable(object<{ code: string }>({ code: text })),
  refreshing: flag,
  customerType: optional(nullable(isCustomerType)),
  contact: optional(nullable(isBlock)),
  account: optional(nullable(isBlock)),
  match: object<Panel['match']>({ contacts: optional(isMatch), accounts: optional(isMatch) }),
  can: object<Panel['can']>({ contacts: optional(isCan), accounts: optional(isCan) }),
});

type Page<Item extends PanelPage['section']> = Extract<PanelPage, { section: Item }>;
function page<Item extends PanelPage['section']>(item: Item, guard: Guard<Page<Item>['rows'][number]>) {
  const guards = { section: oneOf(item), page: whole, hasMore: flag, rows: list(guard) };
  // Item by item the compiler cannot see that the row's type follows the item's name.
  return object<Page<Item>>(guards as never);
}
export const isPanelPage: Guard<PanelPage> = anyOf<
  [Page<'information'>, Page<'potentials'>, Page<'notes'>, Page<'calls'>, Page<'events'>, Page<'tasks'>]
>(
  page('information', isField),
  page('potentials', isPotential),
  page('notes', isNote),
  page('calls', isCall),
  page('events', isEvent),
  page('tasks', isTask),
);
