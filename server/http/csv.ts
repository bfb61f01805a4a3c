import { stringify } from 'csv-stringify/sync';
import type { FastifyReply } from 'fastify';

/**
 * Rows as CSV for spreadsheets (RFC 4180, UTF-8 with byte order mark). A cell that a spreadsheet would take for a
 * formula (`=`, `+`, `-`, `@`, tab, carriage return) gets an apostrophe in front: its text comes from customers.
 *
 * @param columns in order; they are the header row
 */
export function csvText<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string | number | null>>[],
): string {
  return stringify([...rows], {
    columns: [...columns],
    header: true,
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}

/** Sends such a file for download. */
export function sendCsv<Column extends string>(
  reply: FastifyReply,
  name: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string | number | null>>[],
): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('cache-control', 'no-store')
    .type('text/csv; charset=utf-8')
    .send(csvText(columns, rows));
}
