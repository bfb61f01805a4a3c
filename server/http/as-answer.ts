/** A value whose readonly arrays and objects became writable, as zod's inferred types want them. */
type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T;

/** The same value under a writable type; answers are serialised at once, so nothing is copied in fact. */
export function asAnswer<T>(value: T): Writable<T> {
  return value as Writable<T>;
}
