import { CUSTOMER_TYPES, type CustomerType } from './customer-type.ts';

/** What decides a ticket's place; callers' tickets carry more. */
export interface BoardTicket {
  readonly id: string;
  readonly departmentId: string;
  /** The type the ticket's status is mapped to: `Open`, `On Hold` or `Closed`; never the status's own name. */
  readonly statusType: string;
  readonly customerType: CustomerType;
}

export interface BoardColumn<T extends BoardTicket> {
  readonly type: CustomerType;
  /** At least one; in the order in which they were given. */
  readonly tickets: readonly T[];
}

/**
 * The handshake board of one department (S6, S112): each ticket whose status is of type Open is in the one column
 * of its customer type. Columns are in the order of {@link CUSTOMER_TYPES}; an empty one is not there.
 *
 * A ticket given twice, as pages read while tickets move can, is taken as it was read last.
 */
export function arrangeBoard<T extends BoardTicket>(
  tickets: readonly T[],
  departmentId: string,
): readonly BoardColumn<T>[] {
  const latest = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const shown = [...latest.values()].filter(
    (ticket) => ticket.statusType === 'Open' && ticket.departmentId === departmentId,
  );
  return CUSTOMER_TYPES.map((type) => ({
    type,
    tickets: shown.filter((ticket) => ticket.customerType === type),
  })).filter((column) => column.tickets.length > 0);
}
