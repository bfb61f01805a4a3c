import { SyncError } from '../errors.ts';
import type { RawValue, RemoteRecord, Side } from '../record.ts';
import { otherSide } from '../record.ts';
import type { RowCodec } from './codec.ts';
import { sameValue } from './same-value.ts';

/** How the customer's own values fare in one direction of a mapping row. */
export interface RowSample {
  readonly from: Side;
  /** Records looked at, and those that have a value. */
  readonly looked: number;
  readonly filled: number;
  /** Values that do not convert (S73), and those that arrive changed: rounded, cut to the day. */
  readonly refused: number;
  readonly changed: number;
  readonly examples: readonly {
    readonly recordId: string;
    readonly value: RawValue;
    readonly code: string;
  }[];
}
/** A value on its way to the other side and back again. */
export interface RoundTrip {
  /** What the other side would be given; null when it is empty or refused. */
  readonly there: RawValue;
  /** What would come back from that. */
  readonly back: RawValue;
  /** A code of the Failure Log, or `changed` when it comes back different; null when all is well. */
  readonly problem: string | null;
}

const EXAMPLES = 3;

/** Sends one value over and back. Never throws. References are for the caller: their ids differ per side. */
export function roundTrip(codec: RowCodec, from: Side, raw: RawValue): RoundTrip {
  const value = codec.decode(from, raw);
  if (value === null) return { there: null, back: null, problem: null };
  const to = otherSide(from);
  let there: RawValue = null;
  try {
    there = codec.encode(to, value);
    const landed = codec.decode(to, there);
    const back = codec.encode(from, landed);
    return { there, back, problem: sameValue(codec.decode(from, back), value) ? null : 'changed' };
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    return { there, back: null, problem: error.code };
  }
}

/**
 * Tries a mapping row on records of one side: "3 of 20 are not whole numbers" (S19).
 * @param field API name on that side
 */
export function sampleRow(
  codec: RowCodec,
  from: Side,
  field: string,
  records: readonly RemoteRecord[],
): RowSample {
  const values = records.flatMap((record) => {
    const raw = record.values[field];
    return raw === undefined || codec.decode(from, raw) === null ? [] : [{ recordId: record.id, value: raw }];
  });
  const tried = values.map((item) => ({ ...item, code: roundTrip(codec, from, item.value).problem }));
  const troubled = tried.flatMap(({ code, ...item }) => (code === null ? [] : [{ ...item, code }]));
  const changed = troubled.filter(({ code }) => code === 'changed').length;
  return {
    from,
    looked: records.length,
    filled: values.length,
    refused: troubled.length - changed,
    changed,
    examples: troubled.toSorted((a, b) => rank(a.code) - rank(b.code)).slice(0, EXAMPLES),
  };
}

function rank(code: string): number {
  return code === 'changed' ? 1 : 0;
}
