// `npm test`: sets up what the tests need and runs all of them: format, lint, types, build, vitest (unit, integration,
// parity) and Playwright in a real Chromium. Goes on after a failure and ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installWhenMissing, requireNode, root } from './install.mjs';

requireNode();
installWhenMissing();
const { chromiumAdvice, findChromium } = await import('./chromium.mjs');

const folder = mkdtempSync(join(tmpdir(), 'strongroom-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };

function node(script, args, environment = {}) {
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return status === 0;
}

function stage(title, work) {
  process.stdout.write(`\n── ${title}\n`);
  const started = Date.now();
  const counts = work();
  for (const key of Object.keys(totals)) totals[key] += counts[key] ?? 0;
  process.stdout.write(`   ${title}: ${((Date.now() - started) / 1000).toFixed(0)} s\n`);
}

/** A check that either holds or does not. */
const check = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

/** The counts of a report; a suite that wrote none, or failed beside its tests, counts as one failure. */
function counted(ok, file, read) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const counts = read(JSON.parse(readFileSync(file, 'utf8')));
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

stage('format', () =>
  check(node('node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.'])),
);
stage('lint', () => check(node('node_modules/eslint/bin/eslint.js', ['.', '--max-warnings', '0'])));
stage('types', () => {
  const main = node('node_modules/typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']);
  const renderer = node('node_modules/svelte-check/bin/svelte-check', [
    ...['--tsconfig', 'tsconfig.renderer.json', '--fail-on-warnings', '--output', 'human'],
  ]);
  return check(main && renderer);
});
stage('build', () => check(node('build/scripts/build.mjs', ['--if-stale'])));
stage('unit, integration and parity', () => {
  const report = join(folder, 'vitest.json');
  const ok = node('node_modules/vitest/vitest.mjs', [
    ...['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  return counted(ok, report, (json) => ({
    passed: json.numPassedTests,
    failed: json.numFailedTests,
    skipped: json.numPendingTests + json.numTodoTests,
  }));
});

const chromium = await findChromium();
stage('end to end', () => {
  if (chromium === undefined) {
    process.stdout.write(`${chromiumAdvice}\n`);
    return { failed: 1 };
  }
  process.stdout.write(`   with ${chromium}\n`);
  const report = join(folder, 'playwright.json');
  const ok = node('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return counted(ok, report, ({ stats }) => ({
    // A test that passed only when tried again is a bug, not a pass.
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }));
});

rmSync(folder, { recursive: true, force: true });
if (totals.skipped > 0) process.stdout.write(`\n${totals.skipped} skipped; each prints why above.\n`);
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed\n`);
process.exit(totals.failed === 0 ? 0 : 1);
