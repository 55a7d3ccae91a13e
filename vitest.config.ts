import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['test/**/*.test.{ts,mjs}'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    // Integration tests start the built engine child, so a stale build is rebuilt first.
    globalSetup: ['test/support/build-when-stale.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
