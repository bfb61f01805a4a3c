/** A wish to go to another part of the settings page; the shell turns it into an address. */
export interface Place {
  readonly tab: 'history' | 'failures' | 'inboxes';
  /** Below the tab, e.g. a record type; empty: the tab itself. */
  readonly part: string;
}
export function go(detail: Place): CustomEvent<Place> {
  return new CustomEvent('crm-go', { detail, bubbles: true, composed: true });
}
