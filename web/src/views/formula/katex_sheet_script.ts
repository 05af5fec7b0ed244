// The style sheet of formulas out of the program's own text, with its fonts.

import text from 'katex/dist/katex.min.css?inline';

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);
export const sheetLoaded: Promise<unknown> = sheet.replace(text);
