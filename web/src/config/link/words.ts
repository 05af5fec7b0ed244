// The words of a link with their values, and what of it cannot be read at all.

import { listed, quoted } from '../../common/text';
import { decoded, isTracker, piecesOf, wordAndValue } from './mend';

/** Longer than any link that the page writes. */
export const LONGEST_LINK = 20_000;

export interface LinkWords {
  /** In the order of the link; of a word that stands there twice the last one. */
  readonly words: ReadonlyMap<string, string>;
  /** How a word was written, with what was around it. */
  readonly written: ReadonlyMap<string, string>;
  /** Sentences about the rest. */
  readonly warnings: string[];
}

/** @param fragment  what stands after `#`, with or without it */
export function wordsOf(fragment: string): LinkWords {
  const warnings: string[] = [];
  const words = new Map<string, string>();
  const written = new Map<string, string>();
  const unread: string[] = [];
  const repeated = new Set<string>();
  let text = fragment;
  if (text.length > LONGEST_LINK) {
    warnings.push(
      `The link is longer than ${LONGEST_LINK.toLocaleString('en')} characters; what comes after them was not read.`,
    );
    // The last word may be cut.
    text = text.slice(0, Math.max(0, text.lastIndexOf('&', LONGEST_LINK)));
  }
  for (const piece of piecesOf(text)) {
    const found = wordAndValue(piece);
    if (!found) unread.push(decoded(piece) ?? piece);
    else if (!isTracker(found[0])) {
      const [word, value, asWritten] = found;
      if ((words.get(word) ?? value) !== value) repeated.add(word);
      words.set(word, value);
      written.set(word, asWritten);
    }
  }
  if (unread.length > 0) {
    const were = unread.length > 1 ? 'were' : 'was';
    warnings.push(`${listed(unread.map(quoted))} in the link ${were} not understood.`);
  }
  for (const word of repeated) {
    warnings.push(
      `${quoted(word)} stands in the link more than once, so the last one, ${quoted(words.get(word))}, is used.`,
    );
  }
  return { words, written, warnings };
}
