import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const TYPESCRIPT = ['web/**/*.ts', 'tests/**/*.ts'];

/**
 * Who may import whom in web/src: folder -> the folders it may use besides itself.
 * Arrows run downwards only. Types of anything below may be imported by name anywhere
 * (`import type`), except by charts, which are fed plain data.
 */
const LAYERS = {
  embed: ['views', 'charts', 'state', 'config', 'engine'],
  views: ['charts', 'state', 'config', 'tensors'],
  state: ['engine', 'config', 'tensors'],
  charts: ['config'],
  engine: ['config', 'tensors'],
  config: [],
  tensors: [],
};

/** Settings that keep one folder to its arrows. */
function layer([folder, allowed]) {
  const others = Object.keys(LAYERS).filter((name) => name !== folder && !allowed.includes(name));
  const above = others.filter((name) => LAYERS[name].includes(folder));
  const patterns = others.map((name) => ({
    regex: `^(\\.\\./)+${name}(/|$)`,
    message: `${folder} does not import ${name}.`,
    allowTypeImports: folder !== 'charts' && !above.includes(name),
  }));
  if (folder === 'state') {
    patterns.push({
      regex: '/engine/(?!client|pool|sweep|cache|spawn)',
      message: 'state talks to the engine through its client.',
      allowTypeImports: true,
    });
  }
  // Only the worker runs the module; elsewhere its types may be named.
  patterns.push({
    regex: '^@engine$',
    message: 'Only the worker loads the module.',
    allowTypeImports: folder !== 'charts',
  });
  return {
    files: [`web/src/${folder}/**/*.ts`],
    ignores: ['web/src/**/worker.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

export default tseslint.config(
  {
    ignores: ['build/**', 'node_modules/**', 'test-results/**', 'wasm/**', 'web/public/**'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        tsconfigRootDir: fileURLToPath(new URL('..', import.meta.url)),
        project: [
          'web/tsconfig.json',
          'web/tsconfig.worker.json',
          'web/cli/tsconfig.json',
          'tests/tsconfig.json',
        ],
      },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // Loops over typed arrays know their bounds; the type checker (noUncheckedIndexedAccess)
      // makes them say so with "!".
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  ...Object.entries(LAYERS).map(layer),
  {
    files: ['web/src/**/worker.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '(^|/)(client|pool|sweep)$', message: 'A worker knows the protocol only.' },
            { regex: '/(views|charts|state|embed)(/|$)', message: 'A worker knows no page.' },
          ],
        },
      ],
    },
  },
  {
    files: ['web/cli/**/*.ts', 'web/*.config.ts', 'tests/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['web/scripts/**/*.mjs', 'web/package/*.mjs', 'web/*.js', 'tests/**/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        performance: 'readonly',
        fetch: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
);
