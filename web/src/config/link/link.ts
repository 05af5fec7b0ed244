// The address of the page: `#optimizer=gd&lr=3000&steps=10&v=1`. Readable words, only what differs
// from the defaults, and a version. A second run to compare with is written as its differences
// from the first: `vs.optimizer=adam&vs.lr=1`. In the story, `#view=learn&chapter=3`, the defaults are
// the chapter's settings. What comes in is hostile until it went through here.

import { applyPatch, difference, type Config, type ConfigPatch } from '../schema/config';
import { listed, quoted } from '../../common/text';
import { mapQuantity, whyNotLimits } from '../map/colors';
import { yValues, type MapConfig } from '../map/map';
import { isMapWord, MAP_PREFIX, readMap, writeMap } from './map_link';
import { PARAMS } from '../schema/schema';
import { type ParamKey } from '../schema/param';
import { baseOf, STORY } from './story';
import { DEFAULT_VIEW, VIEW_FIELDS, type ViewState } from './view_state';
import { wordsOf } from './words';

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

/** Whether a word, without capitals, is one of a link. */
export function isLinkWord(word: string): boolean {
  const rest = word.startsWith(VERSUS) ? word.slice(VERSUS.length) : word;
  return (
    KEY_OF.has(rest) ||
    word === 'v' ||
    word === 'vs' ||
    isMapWord(word) ||
    VIEW_FIELDS.some((f) => f.link === word)
  );
}

/** Reads what can be read of the text after `#`; never throws. */
export function parseLink(fragment: string): ParsedLink {
  const { words, written, warnings } = wordsOf(fragment);
  const patch: Record<string, string> = {};
  const versusPatch: Record<string, string> = {};
  const versusWords: string[] = [];
  const base = baseOf(placeOf(words));
  const view: Record<string, unknown> = { ...base.view };
  const mapWords = new Map<string, string>();
  const unknown: string[] = [];
  let versus = base.versus;

  for (const [word, value] of words) {
    const key = KEY_OF.get(word);
    const viewField = VIEW_FIELDS.find((f) => f.link === word);
    const versusKey = word.startsWith(VERSUS) ? KEY_OF.get(word.slice(VERSUS.length)) : undefined;
    if (word === 'v') {
      if (value !== String(LINK_VERSION)) {
        warnings.push(`The link has version ${quoted(value)}, this page reads ${LINK_VERSION}.`);
      }
    } else if (word === 'vs' && value === 'same') {
      versus = {};
    } else if (word === 'vs' && value === 'none') {
      versus = null;
    } else if (key) {
      patch[key] = value;
    } else if (versusKey) {
      versusPatch[versusKey] = value;
      versusWords.push(word);
    } else if (viewField) {
      const parsed = viewField.parse(value, (sentence) => warnings.push(sentence));
      if (parsed !== undefined) view[viewField.key] = parsed;
      else warnings.push(`${quoted(`${word}=${value}`)} in the link was not understood.`);
    } else if (isMapWord(word)) mapWords.set(word.slice(MAP_PREFIX.length), value);
    else unknown.push(word === 'vs' ? `${word}=${value}` : (written.get(word) ?? word));
  }
  if (unknown.length > 0) {
    const are = unknown.length > 1 ? 'are not settings' : 'is not a setting';
    warnings.unshift(`${listed(unknown.map(quoted))} in the link ${are} of this page.`);
  }

  const first = applyPatch(base.config, patch);
  if (versusWords.length > 0) {
    if (words.get('vs') === 'none') {
      const named = listed(versusWords.map(quoted));
      warnings.push(
        `${quoted('vs=none')} in the link is at odds with ${named}; two runs are shown.`,
      );
    }
    versus = {};
  }
  const second = applyPatch(first.config, { ...versus, ...versusPatch });
  const map = readMap(mapWords);
  const state: LinkState = {
    config: first.config,
    versus: versus ? Object.freeze(difference(second.config, first.config)) : null,
    map: map.map,
    view: view as unknown as ViewState,
  };
  const mended = mendView(state);
  return {
    state: { ...state, view: Object.freeze(mended.view) },
    warnings: [
      ...warnings,
      // Both runs may have one and the same to say.
      ...new Set([...first.warnings, ...second.warnings]),
      ...map.warnings,
      ...mended.warnings,
    ],
  };
}

/** What of the view does not fit the runs, the story and the map that the same link asks for. */
function mendView({ config, versus, map, view }: LinkState): {
  view: ViewState;
  warnings: string[];
} {
  const warnings: string[] = [];
  const next = { ...view };
  const end = Math.max(config.steps, versus?.steps ?? 0);
  if (view.at !== null && view.at > end) {
    warnings.push(
      `Step on display: ${quoted(view.at)} is beyond the last step, so ${end} is used.`,
    );
    next.at = null;
  }
  if (view.chapter > STORY.length) {
    const last = STORY.length;
    warnings.push(`Chapter: ${quoted(view.chapter)} is beyond the last one, so ${last} is used.`);
    next.chapter = last;
  }
  const rows = yValues(map).length;
  if (view.mapRow !== null && view.mapSize === 'live' && view.mapRow >= rows) {
    warnings.push(
      `Row of the map: ${quoted(view.mapRow)} is beyond the last, so ${rows - 1} is used.`,
    );
    next.mapRow = null;
  }
  if (view.mapLimits) {
    const why = whyNotLimits(view.mapLimits, mapQuantity(view.mapColor)?.scale);
    if (why !== '') {
      const word = `map.limits=${view.mapLimits.join('..')}`;
      warnings.push(`${quoted(word)} in the link cannot be the ends of the scale: ${why}.`);
      next.mapLimits = null;
    }
  }
  return { view: next, warnings };
}

/** Part and chapter, which decide what the other words are added to. */
function placeOf(words: ReadonlyMap<string, string>): Pick<ViewState, 'part' | 'chapter'> {
  const place = { part: DEFAULT_VIEW.part, chapter: DEFAULT_VIEW.chapter };
  for (const f of VIEW_FIELDS) {
    if (f.key !== 'part' && f.key !== 'chapter') continue;
    const parsed = f.parse(words.get(f.link) ?? '');
    if (parsed !== undefined) Object.assign(place, { [f.key]: parsed });
  }
  return place;
}
