/** Something an administrator decided, and how it is taken back. */
export interface Decision {
  /** What was done, for the notice. */
  readonly text: string;
  /** Takes it back; null when that cannot be done. @returns what was done, for the notice */
  readonly undo: (() => Promise<string>) | null;
}

/** Tells the page around; `<crm-inboxes>` shows the notice. */
export function decided(decision: Decision): CustomEvent<Decision> {
  return new CustomEvent('crm-decided', { detail: decision, bubbles: true, composed: true });
}
