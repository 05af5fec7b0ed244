// Style sheets of the page, rewritten for a shadow root. Every custom property `--accent` can be set
// from outside as `--tailcraft-accent`, and lengths do not depend on the font size of the other page.

const REM = 16;

/** `text` with the root of the page turned into the host of a shadow root. */
export function forShadowRoot(text: string): string {
  return text
    .replace(/:root(:not\([^)]*\)|\[[^\]]*\])?/g, (_, condition?: string) =>
      condition ? `:host(${condition})` : ':host',
    )
    .replaceAll('data-theme', 'theme')
    .replace(/(^|[\s,}])(?:html|body)(?=\s*[,{])/g, '$1:host')
    .replace(
      /(?<![\w-])(\d*\.?\d+)rem\b/g,
      (_, rem: string) => `${Math.round(Number(rem) * REM * 1000) / 1000}px`,
    );
}

/** Tokens that take the value of `--tailcraft-NAME` where there is one. */
export function themable(text: string): string {
  return text.replace(/--([a-z0-9-]+):\s*([^;{}]+?)\s*([;}])/g, '--$1: var(--tailcraft-$1, $2)$3');
}
