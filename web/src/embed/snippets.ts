// What is pasted into other pages. Every value is escaped for the attribute it stands in.

import { formatLink, type LinkState } from '../config/link/link';
import { attributesOfLink } from './attributes';
import { DEFAULT_SPEC, formatControls, type EmbedSpec } from './spec';

/** The link of a figure alone: without what concerns the rest of the page. */
export function figureLink(state: LinkState): string {
  const view = { ...state.view, part: 'explore', anatomy: false, theory: false } as const;
  return formatLink({ ...state, view });
}

/** Address of embed.html below `home` for a figure. */
export function frameAddress(home: string, { view, controls }: EmbedSpec, link: string): string {
  const words = [];
  if (view !== DEFAULT_SPEC.view) words.push(`view=${view}`);
  if (formatControls(controls) !== formatControls(DEFAULT_SPEC.controls)) {
    words.push(`controls=${formatControls(controls)}`);
  }
  const query = words.length > 0 ? `?${words.join('&')}` : '';
  return `${home}embed.html${query}${link === '' ? '' : `#${link}`}`;
}

/** @param height of the figure in CSS pixels */
export function frameSnippet(home: string, spec: EmbedSpec, link: string, height: number): string {
  return tag('iframe', [
    ['src', frameAddress(home, spec, link)],
    ['title', `Tailcraft: ${spec.view}`],
    ['width', '100%'],
    ['height', String(Math.ceil(height / 10) * 10)],
    ['frameborder', '0'],
    ['loading', 'lazy'],
  ]);
}

export function elementSnippet(home: string, spec: EmbedSpec, link: string): string {
  const script = tag('script', [
    ['src', `${home}tailcraft-figure.js`],
    ['async', null],
  ]);
  const figure = tag('tailcraft-figure', [
    ['view', spec.view],
    ['controls', formatControls(spec.controls)],
    ...attributesOfLink(link),
  ]);
  return `${script}\n${figure}`;
}

/** An element without content; null is an attribute without a value. */
function tag(name: string, attributes: readonly (readonly [string, string | null])[]): string {
  const words = attributes.map(([key, value]) =>
    value === null ? key : `${key}="${escape(value)}"`,
  );
  return `<${[name, ...words].join(' ')}></${name}>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
