// Fonts of known metrics for the page, the same on every machine: DejaVu is what a bare Debian has and
// runs wide, Arimo and Tinos have the widths of Liberation (and of Arial and Times), Noto has tall lines.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const { resolve } = createRequire(import.meta.url);

interface Face {
  family: 'text' | 'figure';
  file: string;
  weight?: string;
  range?: string;
}

/** Unicode ranges of the files that @fontsource splits a family into. */
const SUBSETS = {
  latin:
    'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+2122',
  greek: 'U+0370-03FF',
};

function fontsource(family: Face['family'], name: string): Face[] {
  return Object.entries(SUBSETS).flatMap(([subset, range]) =>
    ['400', '600'].map((weight) => ({
      family,
      // Tinos and Arimo have no weight between regular and bold.
      file: `@fontsource/${name}/files/${name}-${subset}-${weight === '600' ? '700' : weight}-normal.woff2`,
      weight,
      range,
    })),
  );
}

const dejavu = (family: Face['family'], name: string): Face[] => [
  { family, file: `dejavu-fonts-ttf/ttf/${name}.ttf`, weight: '400' },
  { family, file: `dejavu-fonts-ttf/ttf/${name}-Bold.ttf`, weight: '600' },
];

const FACES = {
  DejaVu: [...dejavu('text', 'DejaVuSerif'), ...dejavu('figure', 'DejaVuSans')],
  Liberation: [...fontsource('text', 'tinos'), ...fontsource('figure', 'arimo')],
  Noto: [...fontsource('text', 'noto-serif'), ...fontsource('figure', 'noto-sans')],
} satisfies Record<string, Face[]>;

export type FontName = keyof typeof FACES;
export const FONT_NAMES = Object.keys(FACES) as FontName[];

/** Every document that `page` opens from now on is set in this font, frames included. */
export async function setFont(page: Page, name: FontName): Promise<void> {
  const faces = (FACES[name] as readonly Face[]).map(({ file, ...face }) => ({
    ...face,
    base64: readFileSync(resolve(file)).toString('base64'),
  }));
  await page.addInitScript((all) => {
    const bytes = (text: string): Uint8Array<ArrayBuffer> =>
      Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    for (const { family, base64, weight, range } of all) {
      document.fonts.add(
        new FontFace(`test ${family}`, bytes(base64), {
          ...(weight ? { weight } : {}),
          ...(range ? { unicodeRange: range } : {}),
        }),
      );
    }
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":root { --font-text: 'test text'; --font-figure: 'test figure'; }");
    document.adoptedStyleSheets = [sheet];
  }, faces);
}
