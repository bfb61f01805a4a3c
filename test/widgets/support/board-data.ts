import type { Handshake, HandshakeDepartments, HandshakeTicket } from '../../../server/contract/handshake.ts';

export const DEPARTMENTS: HandshakeDepartments = {
  departments: [
    { id: '1', name: 'Support' },
    { id: '2', name: 'Returns' },
  ],
};

export function ticket(id: string, change: Partial<HandshakeTicket> = {}): HandshakeTicket {
  return {
    id,
    number: `10${id}`,
    subject: `The order ${id} did not arrive`,
    contactName: 'Maria Anders',
    status: 'Open',
    priority: 'High',
    assignee: { id: '7', name: 'Ana Agent' },
    createdAt: '2026-11-20T09:30:00Z',
    dueAt: null,
    webUrl: `https://desk.example.com/tickets/${id}`,
    ...change,
  };
}

/** Three columns of a department; `change` replaces parts. */
export function boardOf(change: Partial<Handshake> = {}): Handshake {
  return {
    departmentId: '1',
    readAt: new Date().toISOString(),
    stale: null,
    refreshing: false,
    columns: [
      {
        type: 'customers',
        count: 2,
        tickets: [
          ticket('1', { dueAt: '2020-01-01T09:00:00Z' }),
          ticket('2', { dueAt: '2099-05-01T09:00:00Z' }),
        ],
      },
      { type: 'prospects', count: 1, tickets: [ticket('3', { assignee: null, priority: null })] },
      { type: 'new', count: 1, tickets: [ticket('4', { contactName: null })] },
    ],
    total: 4,
    truncated: false,
    filters: {
      statuses: ['Open', 'Escalated'],
      priorities: ['High', 'Low'],
      assignees: [{ id: '7', name: 'Ana Agent' }],
    },
    ...change,
  };
}
