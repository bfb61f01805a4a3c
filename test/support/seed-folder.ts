import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Rows of one CSV file: column → text. Columns are the union of all rows'. */
export type SeedRows = readonly Readonly<Record<string, string | number>>[];
export type SeedFiles = Readonly<
  Partial<Record<`${'desk' | 'crm'}-${'accounts' | 'contacts' | 'products'}`, SeedRows>>
>;

/** Writes a seed folder for the sandbox (architecture.md §6). `remove` deletes it. */
export function writeSeedFolder(files: SeedFiles): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'seed-'));
  for (const [name, rows] of Object.entries(files)) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
    writeFileSync(join(path, `${name}.csv`), lines.map((line) => line.map(quoted).join(',')).join('\n'));
  }
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function quoted(value: string | number): string {
  return `"${String(value).replaceAll('"', '""')}"`;
}
