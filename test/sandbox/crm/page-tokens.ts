import type { World } from '../kernel/types.ts';
import { DAY_MS } from './time.ts';
import type { Position } from './sorted-index.ts';

/** Where a page token goes on. */
export interface PageState {
  /** The parameters it is bound to, joined into one text. */
  readonly binding: string;
  readonly userId: string;
  readonly after: Position;
  /** Number of the page that the token opens. */
  readonly page: number;
  /** Rows handed out before it. */
  readonly rowsBefore: number;
  readonly expiresMs: number;
}

/** How long a page token lives (§2.1). */
const LIFE_MS = DAY_MS;

/** Page tokens in hand; short texts, because callers send them back in the query. */
export class PageTokens {
  private readonly states = new Map<string, PageState>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  issue(state: Omit<PageState, 'expiresMs'>): { readonly token: string; readonly expiresMs: number } {
    this.sweep();
    const secret = Math.floor(this.world.random() * 2 ** 48).toString(16);
    const token = `c8${this.world.nextId()}${secret.padStart(12, '0')}`;
    const expiresMs = this.world.clock.now() + LIFE_MS;
    this.states.set(token, { ...state, expiresMs });
    return { token, expiresMs };
  }

  find(token: string): PageState | undefined {
    return this.states.get(token);
  }

  /** Forgets tokens a day after they expired; until then the caller is told that they did. */
  private sweep(): void {
    const limit = this.world.clock.now() - LIFE_MS;
    for (const [token, state] of this.states) {
      if (state.expiresMs > limit) return;
      this.states.delete(token);
    }
  }
}
