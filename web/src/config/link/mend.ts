// Undoes what happens to a link on its way: escaped for HTML, encoded once too often, broken into
// lines by a mail program, typeset, followed by the full stop of a sentence. Only what is certain is
// undone; a link as the page writes it comes through unchanged.

/** Marks that show nothing. Overrides of the direction are kept: they change what a person read. */
const UNSEEN =
  /[\u00AD\u061C\u200B\u200C\u200E\u200F\u202A-\u202C\u2060-\u2064\u2066-\u2069\uFEFF]|\u200D|\uFE0F/gu;
const ENTITY = /&(?:#(\d{1,6})|#x([\da-f]{1,5})|([a-z]{2,8}));/gi;
const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', equals: '=', num: '#', comma: ',', period: '.', plus: '+', minus: '-', sol: '/' },
  ...{ lowbar: '_', hyphen: '-', dash: '-', colon: ':', percnt: '%', nbsp: ' ', times: 'x' },
  ...{ quot: '"', apos: "'", lt: '<', gt: '>' },
};
/** More rounds of the same damage than this are not undone. */
const ROUNDS = 8;

function untilStable(text: string, change: (text: string) => string): string {
  for (let i = 0; i < ROUNDS; i += 1) {
    const next = change(text);
    if (next === text) break;
    text = next;
  }
  return text;
}

/** Letters as they are on a keyboard: full-width, typographic and unseen ones. */
function typed(text: string): string {
  return (
    text
      .replace(UNSEEN, '')
      .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
      .replace(/[\u2010-\u2015\u2212\uFE63]/g, '-')
      .replaceAll('×', 'x')
      .replaceAll('‥', '..')
      .replace(/\p{Zs}/gu, ' ')
      // What HTML makes of "&reg=".
      .replace(/®(?==)/g, '&reg')
  );
}

/** HTML's and JSON's ways of writing a character, and the stroke that Markdown puts before one. */
function unescaped(text: string): string {
  return text
    .replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      return code < 0x110000 ? String.fromCodePoint(code) : whole;
    })
    .replace(/\\?u00(26|3d)|\\x(26|3d)/gi, (_, u?: string, x?: string) =>
      (u ?? x) === '26' ? '&' : '=',
    )
    .replaceAll('\\', '');
}

/** Letters beyond ASCII, which browsers write as bytes. */
function withLetters(text: string): string {
  return text.replace(/(?:%[89a-f][\da-f])+/gi, (bytes) => decoded(bytes) ?? bytes);
}

/** Without percent signs; undefined where an escape is broken. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The pieces `word=value` of a fragment, still encoded. */
export function piecesOf(fragment: string, depth = 0): string[] {
  const text = untilStable(fragment, (t) => unescaped(typed(withLetters(t))))
    // A text fragment is for the browser.
    .replace(/:~:.*$/s, '')
    .replace(/^[\s#?!/&]+/, '');
  // What others append to an address begins with `?` or `#`.
  return text.split(/[&?#]/).flatMap((raw) => {
    const piece = plain(raw);
    if (depth < ROUNDS) {
      // Encoded as a whole, or everywhere but in the first word.
      const isWhole = !piece.includes('=') && /%(?:25)*3D/i.test(piece);
      const whole = isWhole ? decoded(piece) : undefined;
      if (whole !== undefined) return piecesOf(whole, depth + 1);
      if (hasHiddenWords(piece)) return piecesOf(piece.replaceAll('%26', '&'), depth + 1);
    }
    return piece === '' ? [] : [piece];
  });
}

/** Whether an encoded `&` stands between two plain `=`, as in `optimizer=gd%26lr=300`. */
function hasHiddenWords(piece: string): boolean {
  const joint = piece.indexOf('%26', piece.indexOf('='));
  return joint >= 0 && piece.includes('=', joint);
}

/** Without line breaks and quoted-printable, in which any `=` that is no code is the end of a line. */
function plain(piece: string): string {
  const text = piece.replace(/%0[9AD]|[\t\r\n]/gi, '').trim();
  if (!/=3D/i.test(text)) return text;
  return text.replace(/=([2-7][\da-f])?/gi, (_, code?: string) =>
    code === undefined ? '' : String.fromCharCode(parseInt(code, 16)),
  );
}

/** Word, value, and the word as it was written; undefined where there are no two, or an escape is broken. */
export function wordAndValue(
  piece: string,
): [word: string, value: string, written: string] | undefined {
  const cut = piece.indexOf('=');
  if (cut < 0) return undefined;
  const word = text(piece.slice(0, cut));
  const value = text(piece.slice(cut + 1));
  if (word === undefined || value === undefined) return undefined;
  const name = trimmed(
    word.replace(/^(?:amp;)+/i, ''),
    /^(?!_)[\s\p{P}\p{S}]$/u,
    /^[\s\p{P}\p{S}]$/u,
  );
  return [name.toLowerCase(), trimmed(value, OPENING, CLOSING), word];
}

/** Quotation marks around a value, and the punctuation of the sentence that it ends. */
const OPENING = /^[\s"'`\p{Pi}\p{Pf}]$/u;
const CLOSING = /^[\s"'`*,;:!?>|/~.。、\p{Pe}\p{Pi}\p{Pf}]$/u;
/** A bracket that closes one within the value belongs to it. */
const OPENED: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '>': '<' };

function trimmed(text: string, opening: RegExp, closing: RegExp): string {
  let [from, to] = [0, text.length];
  while (from < to && opening.test(text[from] ?? '')) from += 1;
  const isLoose = (at: number): boolean => {
    const last = text[at] ?? '';
    const opened = OPENED[last];
    // Several dots say that something is missing.
    if (!closing.test(last) || text.endsWith('..', at + 1)) return false;
    if (opened === undefined) return true;
    const count = (mark: string): number => text.slice(from, at + 1).split(mark).length;
    return count(last) > count(opened);
  };
  while (to > from && isLoose(to - 1)) to -= 1;
  return text.slice(from, to);
}

function text(encoded: string): string | undefined {
  let known = decoded(encoded);
  if (known === undefined) return undefined;
  known = untilStable(known, (t) => (/%[\da-f]{2}/i.test(t) ? (decoded(t) ?? t) : t));
  return typed(known);
}

/** Words that mailings and social networks append to addresses. */
const TRACKERS =
  /^(?:utm_.*|mtm_.*|pk_.*|hsa_.*|_?(?:ga|gl|hsenc|hsmi)|[gdmftsx]?clid|fbclid|gbraid|wbraid|msclkid|ttclid|twclid|yclid|ysclid|li_fat_id|mc_[ce]id|mkt_tok|igshid|igsh|mibextid|srsltid|spm|ref|ref_src|ref_url|si|source|sfnsn|vero_id|oly_.*_id|s_kwcid|__[a-z]+)$/;

export function isTracker(word: string): boolean {
  return TRACKERS.test(word);
}
