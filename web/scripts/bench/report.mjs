// The measured tables as text for a terminal, as Markdown for the docs.

/** Groups of { title, note, columns, rows } and the machine, as one text. */
export function asText({ machine, groups }) {
  const blocks = groups.map(({ title, columns, rows }) => {
    const header = [
      ['', ...columns.map(([name]) => name)],
      ['', ...columns.map(([, unit]) => unit)],
    ];
    const lines = [...header, ...rows.map((row) => row.map(cell))];
    const widths = lines[0].map((_, k) => Math.max(...lines.map((line) => line[k].length)));
    const layout = (line) =>
      line
        .map((text, k) => (k === 0 ? text.padEnd(widths[k]) : text.padStart(widths[k])))
        .join('  ');
    return [title, '', ...lines.map(layout)].join('\n');
  });
  return `${machineLine(machine)}\n\n${blocks.join('\n\n')}\n`;
}

export function asMarkdown({ machine, groups }) {
  const blocks = groups.map(({ title, note, columns, rows }) => {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    return [
      `## ${title}`,
      '',
      ...(note ? [note, ''] : []),
      line(['', ...columns.map(([name, unit]) => (unit ? `${name}, ${unit}` : name))]),
      line(['---', ...columns.map(() => '---:')]),
      ...rows.map((row) => line(row.map(cell))),
    ].join('\n');
  });
  return [
    '# How fast',
    '',
    'Written by `npm run bench -- --docs`. Compare figures of one table with each other only: they ' +
      'are taken in turns within one run, because the speed of a machine drifts. Everything is one ' +
      'thread, and times are processor time.',
    '',
    `${machineLine(machine)}.`,
    '',
    blocks.join('\n\n'),
    '',
  ].join('\n');
}

function machineLine({ processor, cores, node, chromium }) {
  return `${processor}, ${cores} cores, Node ${node}, Chromium ${chromium}`;
}

function cell(value) {
  if (typeof value === 'string') return value;
  if (value === null || !Number.isFinite(value)) return '';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(digits, 3));
}
