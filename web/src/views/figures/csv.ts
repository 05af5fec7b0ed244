// Tables as comma-separated values.

import type { Table } from '../../charts/common/plot';

/**
 * RFC 4180, with all digits of every number. Text that a spreadsheet would compute (a tensor may be
 * named “=HYPERLINK(…)”) has an apostrophe in front, which spreadsheets take for “this is text”.
 */
export function csv(table: Table): string {
  const cell = (v: number | string): string => {
    const text = isComputed(v) ? `'${v}` : String(v);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [table.columns, ...table.rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

function isComputed(cell: number | string): boolean {
  return typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell));
}
