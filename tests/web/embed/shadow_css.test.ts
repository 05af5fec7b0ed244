import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { forShadowRoot, themable } from '../../../web/src/embed/shadow_css';

const styles = new URL('../../../web/src/styles/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, styles), 'utf8');

test('the root of the page becomes the host, its theme the attribute', () => {
  expect(forShadowRoot(":root:not([data-theme='light']) { a: b }")).toBe(
    ":host(:not([theme='light'])) { a: b }",
  );
  expect(forShadowRoot(":root[data-theme='dark'] {}")).toBe(":host([theme='dark']) {}");
  expect(forShadowRoot('html {}\nbody, p {}')).toBe(':host {}\n:host, p {}');
  expect(forShadowRoot('p { margin: 0.5rem calc(1rem - .25rem) }')).toBe(
    'p { margin: 8px calc(16px - 4px) }',
  );
});

test('nothing of the other page is left in any of the sheets', () => {
  for (const name of [
    'tokens.css',
    'base.css',
    'controls.css',
    'figures.css',
    'spectrum.css',
    'timeline.css',
  ]) {
    const text = forShadowRoot(read(name));
    expect(text).not.toMatch(/:root|(^|[\s,}])(html|body)[\s,{]|\drem/);
  }
});

test('every token can be set from outside and keeps its own value otherwise', () => {
  const tokens = read('tokens.css');
  const text = themable(tokens);
  expect(text).toContain('--accent: var(--tailcraft-accent, #0b62a4);');
  const count = (s: string, what: RegExp): number => s.match(what)?.length ?? 0;
  expect(count(text, /var\(--tailcraft-/g)).toBe(count(tokens, /^\s*--[a-z0-9-]+:/gm));
});
