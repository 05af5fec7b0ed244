// The paper's experiments by name, at a size that runs live and at the paper's.

import { applyPatch, DEFAULTS } from '../../config/schema/config';
import { presetSettings, PRESETS, type Preset } from '../../content/presets';
import { DEFAULT_VIEW } from '../../config/link/view_state';
import type { Store } from '../../state/store';
import { h, on } from '../common/dom';

let dialog: HTMLDialogElement | null = null;

export function openPresets(store: Store): void {
  dialog ??= build(store);
  if (!dialog.isConnected) document.body.append(dialog);
  dialog.showModal();
}

function build(store: Store): HTMLDialogElement {
  const close = h('button', { type: 'button', class: 'quiet' }, 'Close');
  const made = h(
    'dialog',
    { class: 'presets', 'aria-labelledby': 'presets-title' },
    h('div', { class: 'dialog-head' }, h('h2', { id: 'presets-title' }, 'Experiments'), close),
    h(
      'p',
      { class: 'note' },
      'From arXiv 2406.04657. “Live” is a fifth of the paper’s size and runs while you watch; “paper’s size” ' +
        'is n = 2000, d = 1000, h = 1500.',
    ),
    h('ul', { class: 'preset-list' }, ...PRESETS.map((preset) => item(store, preset))),
  );
  on(close, 'click', () => made.close());
  // A click on the backdrop is a click on the dialog itself.
  on(made, 'click', (event) => {
    if (event.target === made) made.close();
  });
  return made;
}

function item(store: Store, preset: Preset): HTMLElement {
  const choose = (size: 'live' | 'paper', text: string): HTMLElement => {
    const button = h(
      'button',
      { type: 'button', class: size === 'live' ? 'primary' : 'secondary' },
      text,
    );
    button.setAttribute('aria-label', `${preset.name}: ${text}`);
    on(button, 'click', () => {
      const { patch, versus } = presetSettings(preset, size);
      const { anatomy } = store.view;
      store.load(applyPatch(DEFAULTS, patch).config, versus, {
        ...DEFAULT_VIEW,
        anatomy,
        ...preset.view,
      });
      dialog?.close();
    });
    return button;
  };
  return h(
    'li',
    { 'data-preset': preset.id },
    h('div', {}, h('h3', {}, preset.name), h('p', {}, preset.look)),
    h('div', { class: 'preset-sizes' }, choose('live', 'Live'), choose('paper', 'Paper’s size')),
  );
}
