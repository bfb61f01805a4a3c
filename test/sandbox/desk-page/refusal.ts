/** What Desk's host answers when it refuses: the widget's promise rejects with exactly `data`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly data: unknown;
  constructor(data: unknown) {
    super('refused');
    this.data = data;
  }
}

/** The host's usual shape (reference §4.2). */
export function refuse(errMsg: string): Refusal {
  return new Refusal({ errMsg });
}
