import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['node_modules', 'dist', 'app/js', '.cache']),
  eslint.configs.recommended,
  {
    files: ['test/sandbox/desk-page/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        (
          'window document location history screen fetch console matchMedia setTimeout clearTimeout ' +
          'URL URLSearchParams FormData EventTarget CustomEvent AbortController'
        )
          .split(' ')
          .map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // node:test returns promises that the runner itself awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['it', 'test', 'describe', 'suite'], package: 'node:test' },
          ],
        },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['widgets/**/*.ts'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/recommended'], litA11y.configs.recommended],
    rules: {
      // Dialogs move the focus by `autofocus`, as the platform has it.
      'lit-a11y/no-autofocus': 'off',
      // Without list-style, Safari takes a list for none unless it says so.
      'lit-a11y/no-redundant-role': 'off',
      // Lit calls the listeners of a template with its element as `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['test/widgets/**/*.ts'],
    rules: {
      // Chai's assertions are properties.
      '@typescript-eslint/no-unused-expressions': 'off',
      // They are thenable as well, for the sake of the one that checks accessibility.
      '@typescript-eslint/no-floating-promises': 'off',
      // A caller says which element it looks for, as with querySelector.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
);
