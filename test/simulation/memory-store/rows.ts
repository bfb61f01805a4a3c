/** A repository whose methods answer at once; `memory-store.ts` makes promises of them, each after its turn. */
export type Rows<T> = {
  readonly [Name in keyof T]: T[Name] extends (...args: infer Args) => Promise<infer Answer>
    ? (...args: Args) => Answer
    : T[Name];
};
