// Light, dark, or whatever the system says. A preference of the reader, so it is kept on this
// machine and not in links.

type ThemeName = 'auto' | 'light' | 'dark';

const KEY = 'tailcraft.theme';
const NAMES: readonly ThemeName[] = ['auto', 'light', 'dark'];
const listeners: (() => void)[] = [];

export function themeName(): ThemeName {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
}

export function nextTheme(): void {
  apply(NAMES[(NAMES.indexOf(themeName()) + 1) % NAMES.length] ?? 'auto');
}

/** Restores the choice and calls back when colours change. Call once. */
export function installTheme(changed: () => void): void {
  listeners.push(changed);
  const saved = read();
  if (saved === 'light' || saved === 'dark') document.documentElement.dataset['theme'] = saved;
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell);
}

function apply(name: ThemeName): void {
  if (name === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = name;
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  tell();
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function tell(): void {
  for (const listener of listeners) listener();
}
