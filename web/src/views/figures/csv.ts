// Tables as comma-separated values.

import type { Table } from '../../charts/common/plot';

/** RFC 4180, with all digits of every number. */
export function csv(table: Table): string {
  const cell = (v: number | string): string => {
    const text = String(v);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [table.columns, ...table.rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}
