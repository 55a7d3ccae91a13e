import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import svelteParser from 'svelte-eslint-parser';
import typescript from 'typescript-eslint';
import { importDirection } from './build/lint/import-direction.js';
import svelteConfig from './svelte.config.js';

const house = { rules: { 'import-direction': importDirection } };

export default typescript.config(
  { ignores: ['out/', 'dist/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  js.configs.recommended,
  typescript.configs.strict,
  svelte.configs.recommended,
  {
    plugins: { house },
    languageOptions: { globals: globals.node },
    rules: {
      'house/import-direction': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Nothing leaves the machine.' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parser: svelteParser,
      globals: globals.browser,
      parserOptions: { parser: typescript.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
  },
  { files: ['src-renderer/**/*.ts'], languageOptions: { globals: globals.browser } },
  {
    // Examples that go with an exported model: small programs of their own, which speak to the person.
    files: ['resources/kit/**/*.{js,mjs}'],
    languageOptions: { globals: globals.browser },
    rules: { 'no-console': 'off', 'no-restricted-globals': 'off' },
  },
  {
    // What talks to the person through the terminal.
    files: ['build/**/*.{js,mjs}', 'test/**/*.{ts,mjs}'],
    rules: { 'no-console': 'off', 'no-restricted-globals': 'off' },
  },
);
