// The style sheet of formulas as a linked file: injected style elements are what the page's
// content-security policy forbids. The build that is one file takes katex_sheet_script.ts instead.

import address from 'katex/dist/katex.min.css?url';
import { h } from '../common/dom';

/** Settles when formulas can be laid out, with or without their style. */
export const sheetLoaded = new Promise<void>((resolve) => {
  const link = h('link', { rel: 'stylesheet', href: address });
  link.addEventListener('load', () => resolve());
  link.addEventListener('error', () => resolve());
  document.head.append(link);
});
