import type { Random } from '../../support/random.ts';

/** How often something goes wrong, each in [0, 1]. */
export interface FaultRates {
  /** A call is refused or breaks before the product did anything. */
  readonly call: number;
  /** A write is carried out and its answer lost. */
  readonly lostAnswer: number;
  /** A process dies at a call of store or product. */
  readonly crash: number;
  /** An event never arrives, arrives twice, or is late. */
  readonly eventLost: number;
  readonly eventDoubled: number;
  readonly eventLate: number;
  /** No answer tells of a field of a record, but of the one that it is recognised by. */
  readonly omitted: number;
  /** A step of the engine lets others go first. */
  readonly yield: number;
}

export const NO_FAULTS: FaultRates = {
  call: 0,
  lostAnswer: 0,
  crash: 0,
  eventLost: 0,
  eventDoubled: 0,
  eventLate: 0,
  omitted: 0,
  yield: 0.02,
};

/**
 * Some seeds have one kind of trouble, some have all, some have none: bugs that hide behind noise show as well.
 *
 * @param more chance of its own for what was added later: what older seeds were about they are about still
 */
export function drawFaults(random: Random, more: Random): FaultRates {
  const some = (most: number) => (random.chance(0.5) ? random.next() * most : 0);
  return {
    call: some(0.15),
    lostAnswer: some(0.25),
    crash: some(0.006),
    eventLost: some(0.6),
    eventDoubled: some(0.3),
    eventLate: some(0.5),
    omitted: more.chance(0.2) ? more.next() * 0.3 : 0,
    yield: random.next() * 0.3,
  };
}
