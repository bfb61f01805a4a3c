import { parse } from 'csv-parse';
import { unzipSync } from 'fflate';
import { SyncError } from '../../core/errors.ts';
import type { RawValue } from '../../core/record.ts';
import type { CrmField } from './wire.ts';
import { CrmRecord } from './wire.ts';

/** Types whose JSON form is a number; `bigint` and `long` are strings there. */
const NUMBERS = new Set(['integer', 'double', 'currency', 'percent']);

/** A CSV cell as the list would have sent it, so that a record is the same whichever way it was read. */
function cellValue(cell: string, dataType: string): RawValue {
  if (dataType === 'boolean') return cell.toLowerCase() === 'true';
  if (dataType === 'multiselectpicklist')
    return cell === '' ? [] : cell.split(';').map((option) => option.trim());
  if (cell === '') return null;
  if (NUMBERS.has(dataType)) {
    const number = Number(cell);
    return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))
      ? number
      : cell;
  }
  return cell;
}

/**
 * Rows of a bulk read result: a zip with one CSV, API names in its first row.
 * @throws SyncError `provider` when the download is no such zip
 */
export async function* readBulkCsv(
  zip: Uint8Array,
  fields: readonly string[],
  types: ReadonlyMap<string, CrmField>,
): AsyncGenerator<CrmRecord> {
  const rows = parse({
    columns: (header: string[]) => header.map((name) => (name === 'Id' ? 'id' : name)),
    bom: true,
  });
  rows.end(csvOf(zip));
  for await (const row of rows as AsyncIterable<Record<string, string>>) {
    const values: Record<string, RawValue> = {};
    for (const field of fields) {
      const cell = row[field];
      if (cell !== undefined) values[field] = cellValue(cell, types.get(field)?.data_type ?? 'text');
    }
    yield CrmRecord.parse({
      ...values,
      id: row['id'],
      Created_Time: row['Created_Time'],
      Modified_Time: row['Modified_Time'],
    });
  }
}

function csvOf(zip: Uint8Array): Uint8Array {
  try {
    const [csv] = Object.values(unzipSync(zip, { filter: ({ name }) => name.endsWith('.csv') }));
    if (csv !== undefined) return csv;
  } catch (cause) {
    throw new SyncError('provider', 'The bulk read result is no zip', { cause });
  }
  throw new SyncError('provider', 'The bulk read result holds no CSV');
}
