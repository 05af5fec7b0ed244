import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import rooms from './lint/rooms.js';

/** What versions of V8 round differently in the last bit. */
const INEXACT = Object.getOwnPropertyNames(Math).filter((name) =>
  /^(a?(sin|cos|tan)h?|atan2|exp|expm1|log|log1p|log2|log10|pow|cbrt|hypot)$/.test(name),
);
const EXACT =
  'Has other bits in other versions of V8: compute it in the engine, or with common/power.ts.';
const TYPESCRIPT = ['web/**/*.ts', 'tests/**/*.ts'];

export default tseslint.config(
  {
    ignores: ['build/**', 'node_modules/**', 'test-results/**', 'wasm/**'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['web/public/**'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'addEventListener',
          'document',
          'location',
          'self',
          'HTMLScriptElement',
          'HTMLLinkElement',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
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
  { files: ['web/src/**/*.ts'], plugins: { rooms }, rules: { 'rooms/arrows': 'error' } },
  {
    // Numbers of these folders are saved, merged and compared.
    files: ['web/src/{config,engine,tensors}/**/*.ts', 'web/cli/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...INEXACT.map((property) => ({ object: 'Math', property, message: EXACT })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "BinaryExpression[operator='**']:not([left.value=2])", message: EXACT },
      ],
    },
  },
  {
    files: ['web/cli/**/*.ts', 'web/*.config.ts', 'tests/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: [
      'web/scripts/**/*.mjs',
      'web/package/*.mjs',
      'web/*.js',
      'web/lint/*.js',
      'tests/**/*.mjs',
    ],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        performance: 'readonly',
        fetch: 'readonly',
        crypto: 'readonly',
        TextEncoder: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
);
