/** A contact as Desk shows it beside a ticket or by itself. */
export interface DeskContactFacts {
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly secondaryEmail: string | null;
  readonly phone: string | null;
  readonly mobile: string | null;
  readonly account: DeskAccountFacts | null;
}
export interface DeskAccountFacts {
  readonly id: string;
  /** Null where Desk names the id alone. */
  readonly name: string | null;
}

export interface DeskTicketFacts {
  readonly id: string;
  readonly departmentId: string;
  readonly assigneeId: string | null;
  readonly contact: DeskContactFacts | null;
  readonly account: DeskAccountFacts | null;
}

/** A ticket as the handshake board shows it. */
export interface OpenTicket extends DeskTicketFacts {
  readonly number: string;
  readonly subject: string;
  readonly status: string;
  /** Open, On Hold or Closed, whatever the status is called. */
  readonly statusType: string;
  readonly priority: string | null;
  readonly assigneeName: string | null;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly dueAt: string | null;
  readonly webUrl: string;
}

/** Where a panel stands in Desk, read for the agent who waits. Methods throw SyncError. */
export interface DeskTickets {
  /** Null when there is none, or it lies in the bin; likewise below. */
  ticket(id: string): Promise<DeskTicketFacts | null>;
  contact(id: string): Promise<DeskContactFacts | null>;
  account(id: string): Promise<DeskAccountFacts | null>;
  /**
   * Tickets of a department whose status is of type Open, oldest first; `truncated` when there are more than `most`.
   * A page of 99 costs 3 credits.
   */
  openTickets(
    departmentId: string,
    most: number,
  ): Promise<{ readonly tickets: readonly OpenTicket[]; readonly truncated: boolean }>;
}
