// The whole page as one .html: build/single/tailcraft.html. Its policy names the hashes of the one
// script and the one style sheet that stand in it, and lets it reach nothing else.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allLicenses } from './licenses.mjs';
import { buildScript, part } from './one_script.mjs';
import { root } from './process.mjs';

export const oneFile = join(root, 'build/single/tailcraft.html');

export async function buildOneFile() {
  // In a page, a script ends where its end tag stands, in a string or not.
  const script = (await buildScript('page'))
    .replaceAll('</script', '<\\/script')
    .replaceAll('<!--', '<\\!--');
  const style = part('page.css');
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    'worker-src blob:',
    'font-src data:',
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const icon = readFileSync(join(root, 'web/src/icon.svg'), 'utf8');
  const html = readFileSync(join(root, 'web/index.html'), 'utf8')
    .replace(/content="default-src[^"]*"/, () => `content="${policy}"`)
    .replace(/<link rel="(?:manifest|apple-touch-icon)"[^>]*>\s*/g, '')
    .replace(/\s*<script src="[^"]*shell\.js"><\/script>/, '')
    .replace(/<link rel="icon"[^>]*>/, () => `<link rel="icon" href="${dataUrl(icon)}" />`)
    .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
    .replace(/\s*<script type="module"[^>]*><\/script>/, '')
    // After what it works on: a classic script does not wait for the page.
    .replace(
      '</body>',
      () =>
        `<template id="licenses">${asText(allLicenses())}</template><script>${script}</script>\n  </body>`,
    );
  mkdirSync(join(root, 'build/single'), { recursive: true });
  writeFileSync(oneFile, html);
}

const asText = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const dataUrl = (svg) => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
