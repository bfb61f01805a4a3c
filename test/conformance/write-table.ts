/** Writes the table of known defects into README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { KNOWN_DEFECTS } from './known-defects/all.ts';
import { renderTable } from './known-defects/table.ts';

const START = '<!-- table of known defects: written by write-table.ts -->';
const file = new URL('README.md', import.meta.url);
const [before = ''] = readFileSync(file, 'utf8').split(START);
writeFileSync(file, `${before}${START}\n\n${renderTable(KNOWN_DEFECTS)}\n`);
