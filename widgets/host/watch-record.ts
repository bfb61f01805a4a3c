import type { DeskHost, RecordKind } from './desk-host.ts';

/** Desk has no event for "another contact": it is asked this often while the page is seen. */
export const POLL_MS = 4000;

/**
 * Follows which record the viewer looks at. A ticket's frame is kept when another ticket is opened (`ticket_Shift`);
 * for contacts and accounts no event is known, so the id is asked for again on focus and now and then.
 *
 * @param onId called with every new id; null when there is no record
 * @param onError called when Desk would not say
 * @returns how to stop
 */
export function watchRecord(
  host: DeskHost,
  kind: RecordKind,
  onId: (id: string | null) => void,
  onError: (error: unknown) => void,
): () => void {
  let known: string | null | undefined;
  let asked = 0;
  let watching = true;

  async function look(): Promise<void> {
    asked += 1;
    const question = asked;
    try {
      const id = await host.recordId(kind);
      // A later question may have been answered first.
      if (!watching || question !== asked || id === known) return;
      known = id;
      onId(id);
    } catch (error) {
      if (watching && known === undefined) onError(error);
    }
  }
  const lookIfSeen = () => {
    if (document.visibilityState === 'visible') void look();
  };

  void look();
  const stop = kind === 'ticket' ? host.onTicketShift(() => void look()) : poll(lookIfSeen);
  document.addEventListener('visibilitychange', lookIfSeen);
  return () => {
    watching = false;
    stop();
    document.removeEventListener('visibilitychange', lookIfSeen);
  };
}

function poll(look: () => void): () => void {
  const timer = setInterval(look, POLL_MS);
  window.addEventListener('focus', look);
  return () => {
    clearInterval(timer);
    window.removeEventListener('focus', look);
  };
}
