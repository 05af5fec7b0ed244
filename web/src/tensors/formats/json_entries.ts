// The entries of a JSON object one by one, in the order of the text and with each name as often as
// it is there. JSON.parse puts names that look like numbers first and keeps the last of equal ones.

export class NotJson extends Error {}

/** @yields  each name with its value, null where the value is not JSON in itself */
export function* jsonEntries(text: string): Generator<[string, unknown]> {
  let at = afterSpace(text, 0);
  if (text[at] !== '{') throw new NotJson();
  at = afterSpace(text, at + 1);
  if (text[at] === '}') at += 1;
  else {
    for (;;) {
      if (text[at] !== '"') throw new NotJson();
      const nameEnd = endOfString(text, at);
      const name = parsed(text.slice(at, nameEnd)) as string;
      at = afterSpace(text, nameEnd);
      if (text[at] !== ':') throw new NotJson();
      const begin = afterSpace(text, at + 1);
      at = endOfValue(text, begin);
      yield [name, parsed(text.slice(begin, at))];
      at = afterSpace(text, at);
      if (text[at] === '}') break;
      if (text[at] !== ',') throw new NotJson();
      at = afterSpace(text, at + 1);
    }
    at += 1;
  }
  if (afterSpace(text, at) < text.length) throw new NotJson();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotJson();
  }
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \n\r\t'.includes(text[at]!)) at += 1;
  return at;
}

/** Just after the string that begins at `from`. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  throw new NotJson();
}

function endOfValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const c = text[at]!;
    if (c === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (c === '{' || c === '[') depth += 1;
    else if (c === '}' || c === ']' || c === ',') {
      if (depth === 0) return at;
      if (c !== ',') depth -= 1;
    }
    at += 1;
  }
  throw new NotJson();
}
