import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { SandboxError } from '../../kernel/sandbox-error.ts';

export interface CsvRow {
  /** Line of the file on which the row ends; 1 is the header's. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

export interface CsvTable {
  /** As people call it in a message. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

interface ParsedRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads one CSV file (UTF-8, comma, RFC 4180 quotes) whose first row names the columns.
 *
 * @returns null when there is no such file
 * @throws SandboxError naming file, line and remedy
 */
export async function readCsvTable(path: string, file: string): Promise<CsvTable | null> {
  const rows = await readRows(path, file);
  if (!rows) return null;
  const [header, ...body] = rows;
  if (!header)
    throw new SandboxError(`${file} line 1: the file is empty; the first row must name the API fields.`);
  const columns = header.record.map((name) => name.trim());
  checkHeader(columns, file);
  return {
    file,
    columns,
    rows: body.map(({ record, info }) => {
      if (record.length !== columns.length) {
        throw new SandboxError(
          `${file} line ${info.lines}: ${record.length} values for ${columns.length} columns; ` +
            'add or remove commas, or put values that contain commas in double quotes.',
        );
      }
      return {
        line: info.lines,
        values: Object.fromEntries(columns.map((name, index) => [name, record[index] ?? ''])),
      };
    }),
  };
}

async function readRows(path: string, file: string): Promise<readonly ParsedRow[] | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return null;
    throw new SandboxError(`${file}: cannot be read (${code}); check that it is a file you may read.`, {
      cause: error,
    });
  }
  const text = decode(bytes, file);
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true } as const;
    return parse(text, options) as unknown as readonly ParsedRow[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    throw new SandboxError(
      `${file} line ${line}: the quotes do not match; double every quote inside a quoted value.`,
      {
        cause: error,
      },
    );
  }
}

function decode(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SandboxError(`${file}: is not UTF-8 text; save it as CSV UTF-8.`, { cause });
  }
}

function checkHeader(columns: readonly string[], file: string): void {
  const nameless = columns.indexOf('');
  if (nameless >= 0) {
    throw new SandboxError(
      `${file} line 1: column ${nameless + 1} has no name; the first row must name the API fields.`,
    );
  }
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new SandboxError(`${file} line 1: column ${twice} is there twice; rename or remove one of them.`);
  }
}
