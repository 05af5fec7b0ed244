// What of Tailcraft stands on somebody else's page: one figure and a few controls, in words that
// are the same in the address of embed.html and in the attributes of the element.

import { PARAMS } from '../config/schema/schema';
import { type Param, type ParamKey } from '../config/schema/param';

/** Figures that can stand alone. embed_views.ts makes them. */
export const EMBED_VIEWS = ['spectrum', 'curves', 'anatomy', 'phases'] as const;
export type EmbedView = (typeof EMBED_VIEWS)[number];

/** `step`: the time-line; `form`: the switch between the forms of the spectrum; else a setting. */
export type EmbedControl = 'step' | 'form' | ParamKey;

export interface EmbedSpec {
  readonly view: EmbedView;
  readonly controls: readonly EmbedControl[];
}

export const DEFAULT_SPEC: EmbedSpec = { view: 'spectrum', controls: ['step'] };

/** `learning-rate` for `learningRate`: attributes know no capital letters. */
export function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** What a setting is called on somebody else's page: as it once was, where it was, and as it is. */
export function attributeNames({ key, former }: Param): string[] {
  // `link` alone has always been a link of the page.
  const once = former === 'link' ? 'teacher-link' : former;
  return once === undefined ? [kebab(key)] : [kebab(once), kebab(key)];
}

const CONTROLS = new Map<string, EmbedControl>([
  ['step', 'step'],
  ['form', 'form'],
  ...PARAMS.flatMap((p) => attributeNames(p).map((name) => [name, p.key] as const)),
]);

export interface ParsedSpec {
  spec: EmbedSpec;
  /** Sentences for what could not be read. */
  warnings: string[];
}

/** @param view, controls words as they were written; null where nothing was */
export function parseSpec(view: string | null, controls: string | null): ParsedSpec {
  const warnings: string[] = [];
  const named = EMBED_VIEWS.find((v) => v === view?.trim());
  if (view !== null && named === undefined) {
    warnings.push(
      `There is no figure “${view.slice(0, 24)}”; there are ${EMBED_VIEWS.join(', ')}.`,
    );
  }
  const words = (controls ?? '').split(',').map((word) => word.trim());
  const known = new Set<EmbedControl>();
  for (const word of words.slice(0, 64)) {
    if (word === '') continue;
    const control = CONTROLS.get(word);
    if (control) known.add(control);
    else warnings.push(`There is no control “${word.slice(0, 24)}”.`);
  }
  return {
    spec: {
      view: named ?? DEFAULT_SPEC.view,
      controls: controls === null ? DEFAULT_SPEC.controls : [...known],
    },
    warnings: warnings.slice(0, 4),
  };
}

/** The controls as `parseSpec` reads them. */
export function formatControls(controls: readonly EmbedControl[]): string {
  return controls.map(kebab).join(',');
}
