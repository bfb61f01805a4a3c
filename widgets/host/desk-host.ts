/** How Desk looks for this viewer (reference: `App.meta.userPreferences`); every part may be missing. */
export interface Preferences {
  readonly appearance: 'light' | 'dark' | 'pureDark' | 'auto';
  readonly theme: 'red' | 'green' | 'blue' | 'yellow' | 'orange';
  readonly font: 'Puvi' | 'Lato' | 'Roboto';
}

/** The kinds of Desk record a panel can stand beside. */
export type RecordKind = 'ticket' | 'contact' | 'account';

/** What Desk says once, when it takes us in. */
export interface HostFacts {
  /** Language code of the viewer, e.g. `de`. */
  readonly locale: string | null;
  /** Texts of `app/translations/<locale>.json`, as Desk loaded them; empty when it sent none. */
  readonly messages: Readonly<Record<string, unknown>>;
  readonly preferences: Preferences;
}

/** What Desk knows about the viewer; asked for, so it may take a moment or fail. Null: unknown. */
export interface Viewer {
  /** IANA name. */
  readonly timeZone: string | null;
  /** Desk organisation. */
  readonly orgId: string | null;
  /** Department that the viewer has chosen in Desk. */
  readonly departmentId: string | null;
}

export interface DeskRequest {
  readonly url: string;
  readonly type: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly postBody?: unknown;
}

/**
 * The Desk page around a widget. Nothing it says is proof of anything: the connector decides who may see what, and
 * what Desk pushes only makes us ask again (reference: desk-extension-platform §5.5).
 */
export interface DeskHost {
  /** Resolves once Desk has taken us in. @throws HostError `outside-desk` when nobody does */
  readonly ready: Promise<HostFacts>;
  /** Never rejects. */
  viewer(): Promise<Viewer>;
  /** Id of the record the viewer looks at; null when there is none. @throws HostError `no-record` */
  recordId(kind: RecordKind): Promise<string | null>;
  /** Another ticket was opened in the same frame. Returns how to stop listening. */
  onTicketShift(listener: () => void): () => void;
  onPreferences(listener: (preferences: Preferences) => void): () => void;
  /** A toast of Desk's own. Never rejects. */
  notify(message: { readonly title: string; readonly kind: 'success' | 'failure' }): Promise<void>;
  /** Shows a ticket in Desk. @returns false when this place cannot */
  openTicket(id: string): Promise<boolean>;
  /** Sends a request through Desk's own server. @returns what Desk answers, wrapped as `unwrapAnswer` knows it */
  request(request: DeskRequest): Promise<unknown>;
  /** Asks Desk to make the frame as tall as the page; not every place obeys. */
  fitHeight(heightPx: number): void;
}

/** `outside-desk`: no Desk around us. `no-record`: Desk would not say which record it shows. */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly code: 'outside-desk' | 'no-record';
  constructor(code: HostError['code'], options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}
