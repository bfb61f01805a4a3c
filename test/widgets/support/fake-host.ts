import type { DeskHost, HostFacts, Preferences, Viewer } from '../../../widgets/host/desk-host.ts';
import { HostError } from '../../../widgets/host/desk-host.ts';

/** The Desk page as a test wants it; what the elements ask of it is kept. */
export class FakeHost implements DeskHost {
  facts: HostFacts = {
    locale: 'en',
    messages: {},
    preferences: { appearance: 'light', theme: 'blue', font: 'Puvi' },
  };
  /** `null`: no record; `undefined`: Desk refuses to say. */
  id: string | null | undefined = '42';
  opensTickets = true;
  viewerIs: Viewer = { timeZone: 'UTC', orgId: '5', departmentId: '1' };
  readonly notified: { title: string; kind: string }[] = [];
  readonly opened: string[] = [];
  readonly #shift = new Set<() => void>();
  readonly #looks = new Set<(preferences: Preferences) => void>();

  readonly ready = Promise.resolve().then(() => this.facts);
  readonly viewer = async () => Promise.resolve(this.viewerIs);
  async recordId(): Promise<string | null> {
    await Promise.resolve();
    if (this.id === undefined) throw new HostError('no-record');
    return this.id;
  }
  onTicketShift(listener: () => void) {
    this.#shift.add(listener);
    return () => this.#shift.delete(listener);
  }
  onPreferences(listener: (preferences: Preferences) => void) {
    this.#looks.add(listener);
    return () => this.#looks.delete(listener);
  }
  async notify(message: { title: string; kind: 'success' | 'failure' }) {
    this.notified.push(message);
    return Promise.resolve();
  }
  async openTicket(id: string) {
    this.opened.push(id);
    return Promise.resolve(this.opensTickets);
  }
  async request(): Promise<unknown> {
    return Promise.reject(new Error('not faked'));
  }
  /** A test's page has no frame. */
  fitHeight: (heightPx: number) => void = () => {};

  /** The viewer opens another ticket in the same frame. */
  shiftTo(id: string | null) {
    this.id = id;
    this.#shift.forEach((listener) => listener());
  }
  changeLook(preferences: Preferences) {
    this.#looks.forEach((listener) => listener(preferences));
  }
}
