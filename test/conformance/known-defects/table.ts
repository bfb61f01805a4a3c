import type { KnownDefect } from './known-defect.ts';

/** The table of contradictions as README.md shows it. */
export function renderTable(defects: readonly KnownDefect[]): string {
  const rows = defects.map(({ operations, part, at, keyword, subjects, fault, reason, source }) =>
    [
      operations.map(code).join('<br>'),
      code([part, at].filter((word) => word !== '').join(' ')),
      `${keyword}: ${subjects === 'any' ? 'any' : subjects.map(code).join(', ')}`,
      fault,
      reason,
      source,
    ].map((cell) => cell.replaceAll('|', '\\|')),
  );
  const header = ['Operations', 'Where', 'What', 'At fault', 'Reason, and what is played', 'Source'];
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Without the spaces and dashes that a formatter adds to line columns up. */
export function withoutPadding(table: string): string {
  return table.replace(/-{3,}/g, '---').replace(/ {2,}/g, ' ');
}

function code(text: string): string {
  return `\`${text}\``;
}
