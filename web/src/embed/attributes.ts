// The settings of a link as attributes of the element and back. Attributes spell a setting out
// (`learning-rate`), links are short (`lr`); both go through the same reading of links, so that an
// attribute is as little trusted as an address.

import { PARAMS } from '../config/schema/schema';
import { VIEW_FIELDS } from '../config/link/view_state';
import { attributeNames } from './spec';

const VERSUS = 'vs-';
/** Concern the whole page, not a figure. */
const OF_THE_PAGE = ['view', 'anatomy', 'theory', 'v'];
/** Holds what has no attribute of its own: the settings of a map. */
const REST = 'link';

/** Attribute -> word of the link, in the order of links; former names before present ones. */
const WORDS = new Map<string, string>([
  ...PARAMS.flatMap((p) => attributeNames(p).map((name) => [name, p.link] as const)),
  ...PARAMS.flatMap((p) =>
    attributeNames(p).map((name) => [VERSUS + name, `vs.${p.link}`] as const),
  ),
  ['vs', 'vs'],
  ...VIEW_FIELDS.filter((f) => !OF_THE_PAGE.includes(f.link)).map((f) => [f.link, f.link] as const),
]);
const ATTRIBUTES = new Map([...WORDS].map(([attribute, word]) => [word, attribute]));

export const LINK_ATTRIBUTES: readonly string[] = [REST, ...WORDS.keys()];

/** The link that these attributes say; null for one that is absent. */
export function linkOfAttributes(read: (attribute: string) => string | null): string {
  const words = [...WORDS].flatMap(([attribute, word]) => {
    const value = read(attribute);
    return value === null ? [] : [`${word}=${encodeURIComponent(wellFormed(value))}`];
  });
  // Attributes say more than the link does: they come later.
  const rest = read(REST)?.replace(/^#/, '');
  return (rest ? [rest, ...words] : words).join('&');
}

/** Halves of letters, which no address can hold, as the sign for what is no letter. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** The attributes that say what a link (as `formatLink` writes it) says. */
export function attributesOfLink(link: string): [name: string, value: string][] {
  const attributes: [name: string, value: string][] = [];
  const rest: string[] = [];
  for (const piece of link.split('&')) {
    const cut = piece.indexOf('=');
    const word = piece.slice(0, cut);
    const attribute = ATTRIBUTES.get(word);
    if (attribute !== undefined) {
      attributes.push([attribute, decodeURIComponent(piece.slice(cut + 1))]);
    } else if (cut > 0 && !OF_THE_PAGE.includes(word)) rest.push(piece);
  }
  if (rest.length > 0) attributes.push([REST, rest.join('&')]);
  return attributes;
}
