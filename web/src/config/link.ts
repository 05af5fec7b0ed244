// The address of the page: `#optimizer=gd&lr=3000&steps=10&v=1`. Readable words, only what differs
// from the defaults, and a version. A second run to compare with is written as its differences
// from the first: `vs.optimizer=adam&vs.lr=1`. What comes in is hostile until it went through here.

import { applyPatch, DEFAULTS, difference, type Config, type ConfigPatch } from './config';
import type { MapConfig } from './map';
import { MAP_PREFIX, readMap, writeMap } from './map_link';
import { PARAMS, type ParamKey } from './schema';
import { DEFAULT_VIEW, VIEW_FIELDS, type ViewState } from './view_state';

export const LINK_VERSION = 1;

/**
 * Everything the link says. `versus` is what the second run has different from the first (possibly
 * nothing), or null when there is no second run.
 */
export interface LinkState {
  readonly config: Config;
  readonly versus: Readonly<ConfigPatch> | null;
  readonly map: MapConfig;
  readonly view: ViewState;
}

export interface ParsedLink {
  state: LinkState;
  /** Sentences for what could not be read; empty for a good link. */
  warnings: string[];
}

const MAX_LENGTH = 4000;
const KEY_OF = new Map<string, ParamKey>(PARAMS.map((p) => [p.link, p.key]));
const WORD_OF = new Map<ParamKey, string>(PARAMS.map((p) => [p.key, p.link]));
const VERSUS = 'vs.';

/** The configuration of the second run, or null. */
export function versusConfig(state: LinkState): Config | null {
  return state.versus ? applyPatch(state.config, state.versus).config : null;
}

/** `state` as the text after `#`; the default state is the empty text. */
export function formatLink(state: LinkState): string {
  const words: string[] = [];
  const add = (word: string, value: string): void => {
    // Commas and strokes are readable and harmless in a fragment.
    const text = encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%2F', '/');
    words.push(`${word}=${text}`);
  };
  writePatch(difference(state.config, DEFAULTS), '', add);
  const second = versusConfig(state);
  if (second) {
    const patch = difference(second, state.config);
    if (Object.keys(patch).length === 0) add('vs', 'same');
    writePatch(patch, VERSUS, add);
  }
  writeMap(state.map, add);
  for (const f of VIEW_FIELDS) {
    const value = state.view[f.key];
    const text = f.format(value);
    if (text !== f.format(DEFAULT_VIEW[f.key])) add(f.link, text);
  }
  if (words.length > 0) words.push(`v=${LINK_VERSION}`);
  return words.join('&');
}

function writePatch(
  patch: ConfigPatch,
  prefix: string,
  add: (word: string, value: string) => void,
): void {
  for (const p of PARAMS) {
    const value = patch[p.key];
    if (value === undefined) continue;
    const text = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
    add(prefix + (WORD_OF.get(p.key) ?? p.key), text);
  }
}

/** Reads what can be read of the text after `#`; never throws. */
export function parseLink(hash: string): ParsedLink {
  const warnings: string[] = [];
  const patch: Record<string, string> = {};
  const versusPatch: Record<string, string> = {};
  const view: Record<string, unknown> = { ...DEFAULT_VIEW };
  const mapWords = new Map<string, string>();
  let versus = false;

  for (const [word, value] of pairs(hash, warnings)) {
    const key = KEY_OF.get(word);
    const viewField = VIEW_FIELDS.find((f) => f.link === word);
    const versusKey = word.startsWith(VERSUS) ? KEY_OF.get(word.slice(VERSUS.length)) : undefined;
    if (word === 'v') {
      if (value !== String(LINK_VERSION)) {
        warnings.push(`The link has version “${brief(value)}”, this page reads ${LINK_VERSION}.`);
      }
    } else if (word === 'vs' && value === 'same') {
      versus = true;
    } else if (key) {
      patch[key] = value;
    } else if (versusKey) {
      versus = true;
      versusPatch[versusKey] = value;
    } else if (viewField) {
      const parsed = viewField.parse(value);
      if (parsed === undefined) {
        warnings.push(`“${word}=${brief(value)}” in the link was not understood.`);
      } else view[viewField.key] = parsed;
    } else if (word.startsWith(MAP_PREFIX)) {
      mapWords.set(word.slice(MAP_PREFIX.length), value);
    } else {
      warnings.push(`“${brief(word)}” in the link is not a setting of this page.`);
    }
  }

  const first = applyPatch(DEFAULTS, patch);
  const second = applyPatch(first.config, versusPatch);
  const map = readMap(mapWords);
  return {
    state: {
      config: first.config,
      versus: versus ? Object.freeze(difference(second.config, first.config)) : null,
      map: map.map,
      view: Object.freeze(view) as unknown as ViewState,
    },
    warnings: [...warnings, ...first.warnings, ...second.warnings, ...map.warnings],
  };
}

function* pairs(hash: string, warnings: string[]): Generator<[string, string]> {
  const text = hash.replace(/^#/, '');
  if (text.length > MAX_LENGTH) {
    warnings.push(`The link is longer than ${MAX_LENGTH} characters and was not read.`);
    return;
  }
  for (const piece of text.split('&')) {
    if (piece === '') continue;
    const cut = piece.indexOf('=');
    try {
      if (cut < 0) throw new Error('no value');
      yield [decodeURIComponent(piece.slice(0, cut)), decodeURIComponent(piece.slice(cut + 1))];
    } catch {
      warnings.push(`“${brief(piece)}” in the link was not understood.`);
    }
  }
}

function brief(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
