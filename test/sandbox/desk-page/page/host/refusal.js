/** The widget's promise rejects with exactly `data`. */
export class Refusal extends Error {
  constructor(data) {
    super('refused');
    this.data = data;
  }
}

/** The host's usual shape. */
export function refuse(errMsg) {
  return new Refusal({ errMsg });
}
