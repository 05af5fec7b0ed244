// The address of the page: `#optimizer=gd&lr=3000&steps=10&v=1`. Readable words, only what differs
// from the defaults, and a version. A second run to compare with is written as its differences
// from the first: `vs.optimizer=adam&vs.lr=1`. In the story, `#view=learn&chapter=3`, the defaults are
// the chapter's settings. What comes in is hostile until it went through here.

import { applyPatch, difference, type Config, type ConfigPatch } from '../schema/config';
import type { MapConfig } from '../map/map';
import { MAP_PREFIX, readMap, writeMap } from './map_link';
import { PARAMS } from '../schema/schema';
import { type ParamKey } from '../schema/param';
import { baseOf } from './story';
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
  const base = baseOf(state.view);
  writePatch(difference(state.config, base.config), '', add);
  writeVersus(state, base.versus, add);
  writeMap(state.map, add);
  for (const f of VIEW_FIELDS) {
    const value = state.view[f.key];
    const text = f.format(value);
    if (f.key === 'chapter' && state.view.part !== 'learn') continue;
    const isPlace = f.key === 'part' || f.key === 'chapter';
    const usual = isPlace ? DEFAULT_VIEW : base.view;
    if (text !== f.format(usual[f.key])) add(f.link, text);
  }
  if (words.length > 0) words.push(`v=${LINK_VERSION}`);
  return words.join('&');
}

/** The second run as its differences from the first, unless `usual` says the same. */
function writeVersus(
  state: LinkState,
  usual: LinkState['versus'],
  add: (word: string, value: string) => void,
): void {
  const second = versusConfig(state);
  const patch = second ? difference(second, state.config) : null;
  const expected = usual ? difference(applyPatch(state.config, usual).config, state.config) : null;
  if (JSON.stringify(patch) === JSON.stringify(expected)) return;
  if (patch === null) add('vs', 'none');
  else if (Object.keys(patch).length === 0) add('vs', 'same');
  else writePatch(patch, VERSUS, add);
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
  const base = baseOf(placeOf([...pairs(hash, [])]));
  const view: Record<string, unknown> = { ...base.view };
  const mapWords = new Map<string, string>();
  let versus = base.versus;

  for (const [word, value] of pairs(hash, warnings)) {
    const key = KEY_OF.get(word);
    const viewField = VIEW_FIELDS.find((f) => f.link === word);
    const versusKey = word.startsWith(VERSUS) ? KEY_OF.get(word.slice(VERSUS.length)) : undefined;
    if (word === 'v') {
      if (value !== String(LINK_VERSION)) {
        warnings.push(`The link has version “${brief(value)}”, this page reads ${LINK_VERSION}.`);
      }
    } else if (word === 'vs' && value === 'same') {
      versus = {};
    } else if (word === 'vs' && value === 'none') {
      versus = null;
    } else if (key) {
      patch[key] = value;
    } else if (versusKey) {
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

  const first = applyPatch(base.config, patch);
  if (Object.keys(versusPatch).length > 0) versus = {};
  const second = applyPatch(first.config, { ...versus, ...versusPatch });
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

/** Part and chapter, which decide what the other words are added to. */
function placeOf(
  words: readonly (readonly [string, string])[],
): Pick<ViewState, 'part' | 'chapter'> {
  const place = { part: DEFAULT_VIEW.part, chapter: DEFAULT_VIEW.chapter };
  for (const f of VIEW_FIELDS) {
    if (f.key !== 'part' && f.key !== 'chapter') continue;
    const text = words.findLast(([word]) => word === f.link)?.[1];
    const parsed = text === undefined ? undefined : f.parse(text);
    if (parsed !== undefined) Object.assign(place, { [f.key]: parsed });
  }
  return place;
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
