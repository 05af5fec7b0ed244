// The lazily loaded part of formulas.

import katex from 'katex';
import { sheetLoaded } from './katex_sheet';

export async function render(tex: string, element: HTMLElement): Promise<void> {
  await sheetLoaded;
  katex.render(tex, element, { displayMode: true, throwOnError: false, trust: false });
}
