import type { PanelBlock, PanelData, PanelRecord } from '../../../server/core/permissions/panel-data.ts';
import type {
  EntityPermissions,
  ProfilePermissions,
} from '../../../server/core/permissions/profile-permissions.ts';

const row = (id: string) => ({ id, ownerName: null, url: `https://crm.example/${id}` });
const ready = <Row>(...rows: readonly Row[]) => ({ state: 'ready', rows, hasMore: false }) as const;

/** A block whose every item carries its secret: `<tag>-<item>`. */
export function block(tag: string, module: PanelRecord['module'] = 'contacts'): PanelBlock {
  const of = (item: string) => `${tag}-${item}`;
  return {
    record: { module, id: '1', url: 'https://crm.example/1' },
    information: ready({ apiName: 'Email', label: 'Email', value: of('information') }),
    potentials: ready({
      ...row('2'),
      name: of('potentials'),
      stage: 'Open',
      amount: '10',
      currency: null,
      closingDate: null,
    }),
    notes: ready({ ...row('3'), title: null, content: of('notes'), createdAt: '2026-01-01T00:00:00Z' }),
    calls: ready({ ...row('4'), open: false, subject: of('calls'), type: null, startsAt: null, durationSeconds: 60 }),
    events: ready({
      ...row('5'),
      open: true,
      title: of('events'),
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: '2026-01-01T01:00:00Z',
      venue: null,
    }),
    tasks: ready({ ...row('6'), open: true, subject: of('tasks'), status: null, priority: null, dueDate: null }),
  };
}

export function panel(more: Partial<PanelData> = {}): PanelData {
  return {
    readAt: '2026-02-01T00:00:00Z',
    customerType: { type: 'customers', countsAccountDeals: false },
    contact: block('contact'),
    account: block('account', 'accounts'),
    ...more,
  };
}

/** The number of switches; each number below 2 ** SWITCHES is one setting of all of them. */
export const SWITCHES = 15;

export function permissionsOf(bits: number): ProfilePermissions {
  const bit = (at: number) => (bits >> at) % 2 === 1;
  const entity = (from: number): EntityPermissions => ({
    shown: bit(from),
    information: bit(from + 1),
    potentials: bit(from + 2),
    notes: bit(from + 3),
    activities: { calls: bit(from + 4), events: bit(from + 5), tasks: bit(from + 6) },
  });
  return { visible: bit(0), contacts: entity(1), accounts: entity(8) };
}
