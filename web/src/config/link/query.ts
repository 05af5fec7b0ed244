// Settings that stand after `?` where they belong after `#`: a person's mistake, or a host's.

import { isLinkWord } from './link';
import { piecesOf, wordAndValue } from './mend';

export interface PartedQuery {
  /** What a link would say, in its words; empty for the query of most hosts. */
  readonly settings: string;
  /** The rest with its `?`; empty where there is none. */
  readonly rest: string;
}

/**
 * @param search  from `?` on
 * @param own  words that mean something else there
 */
export function partedQuery(search: string, own: readonly string[] = []): PartedQuery {
  const pieces = piecesOf(search).map((piece) => ({ piece, word: wordAndValue(piece)?.[0] ?? '' }));
  const isSetting = ({ word }: { word: string }): boolean =>
    isLinkWord(word) && !own.includes(word);
  // One letter alone may be anybody's.
  if (!pieces.some((p) => isSetting(p) && p.word.length > 1)) return { settings: '', rest: search };
  const joined = (some: typeof pieces): string => some.map(({ piece }) => piece).join('&');
  const rest = joined(pieces.filter((p) => !isSetting(p)));
  return { settings: joined(pieces.filter(isSetting)), rest: rest && `?${rest}` };
}
