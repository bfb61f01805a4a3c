import { startAgentWorld } from '../support/agent-world.ts';
import { sees } from '../support/agent-view.ts';

const TICKET = 'Pump makes a grinding noise';
const SIZE = { width: 1280, height: 740 };

/** A ticket in the sandbox's Desk with the panel beside it, from the real connector: the picture of the README. */
export async function takeDeskPage(path: string): Promise<void> {
  const desk = await startAgentWorld();
  try {
    const page = await desk.open(`#/tickets/${await desk.world.ticketId(TICKET)}`);
    await page.setViewportSize(SIZE);
    const frame = await desk.signedIn(page, 'crm-ticket-panel');
    await sees(frame, 'Pump renewal');
    // Folded away: potentials and notes say more in a picture.
    await frame.getByText('Information', { exact: true }).first().click();
    await page.mouse.move(0, 0);
    await page.waitForTimeout(300);
    await page.screenshot({ path });
  } finally {
    await desk.stop();
  }
}
