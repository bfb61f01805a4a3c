import type { Handshake, HandshakeDepartments, HandshakeTicket } from '../../../server/contract/handshake.ts';
import { flag, list, nullable, object, text, whole } from './guard.ts';
import { isCustomerType } from './panel-shape.ts';

interface Named {
  id: string;
  name: string;
}
const isNamed = object<Named>({ id: text, name: text });
const isTicket = object<HandshakeTicket>({
  id: text,
  number: text,
  subject: text,
  contactName: nullable(text),
  status: text,
  priority: nullable(text),
  assignee: nullable(isNamed),
  createdAt: text,
  dueAt: nullable(text),
  webUrl: text,
});

export const isHandshakeDepartments = object<HandshakeDepartments>({ departments: list(isNamed) });
export const isHandshake = object<Handshake>({
  departmentId: text,
  readAt: text,
  stale: nullable(object<{ code: string }>({ code: text })),
  refreshing: flag,
  columns: list(
    object<Handshake['columns'][number]>({ type: isCustomerType, count: whole, tickets: list(isTicket) }),
  ),
  total: whole,
  truncated: flag,
  filters: object<Handshake['filters']>({
    statuses: list(text),
    priorities: list(text),
    assignees: list(isNamed),
  }),
});
