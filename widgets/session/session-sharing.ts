import type { Agent } from '../../server/contract/session.ts';

export interface SharedSession {
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  /** Null when borrowed: only one page may hold it, for the connector takes a handle once. */
  readonly refreshHandle: string | null;
  readonly agent: Agent;
}
/** What the page's session does for the others. */
export interface SharingHandlers {
  /** The session to lend, when this page holds one. */
  lend(): Promise<SharedSession | null>;
  /** The page that held the handle is leaving and gives it to this one. */
  takeOver(session: SharedSession): void;
  /** Another page signed in. */
  available(): void;
  ended(): void;
  /** This page is leaving: what it gives away, and then no longer holds. */
  handOver(): SharedSession | null;
}
export interface SessionSharing {
  connect(handlers: SharingHandlers): void;
  /** @returns null when no page of the extension is signed in */
  ask(): Promise<SharedSession | null>;
  announce(): void;
  end(): void;
  /** The handle that the last open page left behind, once. */
  takeKept(): string | null;
  keep(handle: string): void;
}

type Message =
  | { kind: 'ask'; from: string }
  | { kind: 'lent'; to: string; session: SharedSession }
  | { kind: 'hand-over'; to: string; session: SharedSession }
  | { kind: 'available' | 'ended' }
  | { kind: 'left'; from: string };

/** Pages answer within milliseconds; this long is waited before the viewer is asked to sign in. */
export const ANSWER_LIMIT_MS = 250;

/**
 * Shares a session among the pages of the extension in one browser: same origin, same Desk organisation. Open pages
 * share it in memory. Desk drops a panel's page whenever the agent leaves the ticket, so the last page that closes
 * leaves its handle in the tab's session storage; the next one takes it out again, and it is good once.
 */
export function createSharing(orgId: string): SessionSharing {
  const kept = keptHandle(`crm-session-1-${orgId}`);
  const channel = new BroadcastChannel(`crm-session-1-${orgId}`);
  const me = crypto.randomUUID();
  const borrowers = new Set<string>();
  const waiting = new Set<(session: SharedSession) => void>();
  const post = (message: Message) => channel.postMessage(message);

  async function hear(message: Message, handlers: SharingHandlers): Promise<void> {
    switch (message.kind) {
      case 'ask': {
        const session = await handlers.lend();
        if (!session) return;
        borrowers.add(message.from);
        post({ kind: 'lent', to: message.from, session: { ...session, refreshHandle: null } });
        return;
      }
      case 'lent':
        if (message.to === me) waiting.forEach((take) => take(message.session));
        return;
      case 'hand-over':
        if (message.to === me) handlers.takeOver(message.session);
        return;
      case 'left':
        borrowers.delete(message.from);
        return;
      case 'available':
        handlers.available();
        return;
      case 'ended':
        handlers.ended();
        return;
    }
  }

  return {
    connect(handlers) {
      channel.onmessage = ({ data }: MessageEvent<Message>) => void hear(data, handlers);
      window.addEventListener('pagehide', () => {
        post({ kind: 'left', from: me });
        const session = handlers.handOver();
        if (!session) return;
        const heir = [...borrowers].at(-1);
        if (heir !== undefined) post({ kind: 'hand-over', to: heir, session });
        else if (session.refreshHandle !== null) kept.put(session.refreshHandle);
      });
    },
    async ask() {
      return new Promise((resolve) => {
        const done = (session: SharedSession | null) => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve(session);
        };
        const timer = setTimeout(() => done(null), ANSWER_LIMIT_MS);
        waiting.add(done);
        post({ kind: 'ask', from: me });
      });
    },
    announce: () => post({ kind: 'available' }),
    end() {
      kept.take();
      post({ kind: 'ended' });
    },
    takeKept: () => kept.take(),
    keep: (handle) => kept.put(handle),
  };
}

/** One handle in the tab's session storage; a browser that lets frames store nothing only asks to sign in again. */
function keptHandle(key: string) {
  return {
    put(handle: string): void {
      try {
        sessionStorage.setItem(key, handle);
      } catch {
        // Storage is off: the next page asks.
      }
    },
    take(): string | null {
      try {
        const handle = sessionStorage.getItem(key);
        sessionStorage.removeItem(key);
        return handle;
      } catch {
        return null;
      }
    },
  };
}
