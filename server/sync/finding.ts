/** One line of a check: what was looked at, what was found, and what to do about it. */
export interface Finding {
  /** A `problem` keeps something from working; a `note` is worth knowing. */
  readonly level: 'ok' | 'note' | 'problem';
  readonly subject: string;
  readonly text: string;
  /** Of problems and of most notes. */
  readonly remedy?: string;
}

export function ok(subject: string, text: string): Finding {
  return { level: 'ok', subject, text };
}
export function note(subject: string, text: string, remedy?: string): Finding {
  return { level: 'note', subject, text, ...(remedy === undefined ? {} : { remedy }) };
}
export function problem(subject: string, text: string, remedy: string): Finding {
  return { level: 'problem', subject, text, remedy };
}
