import { fileURLToPath } from 'node:url';
import type { Frame, Page } from 'playwright-core';
import { startDesk, widgetFrame, type Desk } from '../support/desk-page.ts';

export const PROBE_FOLDER = fileURLToPath(new URL('../sandbox/desk-page/testing/extension', import.meta.url));

interface TicketRow {
  readonly id: string;
  readonly subject: string;
  readonly contactId: string;
  readonly contact: { readonly account: { readonly id: string } | null };
}

/** A Desk page with the probe extension, and tickets of the demo company by subject. */
export interface ProbedDesk extends Desk {
  ticket(subject: string): TicketRow;
  /** Opens a ticket (the pump's by default); the query starts with `?`. */
  openTicket(options?: {
    subject?: string;
    query?: string;
  }): Promise<{ page: Page; probe: Frame; ticket: TicketRow }>;
}

export const PUMP = 'Pump makes a grinding noise';

export async function startProbedDesk(
  config: Record<string, string> = {},
  connector?: string,
): Promise<ProbedDesk> {
  const desk = await startDesk({ extension: { folder: PROBE_FOLDER, config, connector } });
  const answer = await fetch(`${desk.sandbox.urls.deskPage}/_desk/tickets`);
  const tickets = (await answer.json()) as readonly TicketRow[];
  const ticket = (subject: string): TicketRow => {
    const found = tickets.find((candidate) => candidate.subject === subject);
    if (!found) throw new Error(`the seed has no ticket "${subject}"`);
    return found;
  };
  return {
    ...desk,
    ticket,
    async openTicket({ subject = PUMP, query = '' } = {}) {
      const found = ticket(subject);
      const page = await desk.open(`/${query}#/tickets/${found.id}`);
      return { page, probe: await readyProbe(page, 'probe-ticket'), ticket: found };
    },
  };
}

/** The probe's frame once it has read its record and listens to events. */
export async function readyProbe(page: Page, name: string): Promise<Frame> {
  const frame = await widgetFrame(page, name);
  await frame.waitForFunction(() => (Reflect.get(window, 'probe') as { ready?: boolean } | undefined)?.ready);
  return frame;
}

/** Events that a probe heard: `[name, data]`. */
export async function heard(frame: Frame): Promise<readonly (readonly [string, unknown])[]> {
  return await frame.evaluate(
    () => (Reflect.get(window, 'probe') as { events: readonly (readonly [string, unknown])[] }).events,
  );
}
