/* global requestAnimationFrame -- of the page */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { rounded } from './table.mjs';

const root = resolve(import.meta.dirname, '../../..');
const steps = 150;

/** Starts the browser host of the build over a workspace of its own; gives its address. */
export async function startHost(workspace) {
  const host = spawn(process.execPath, [join(root, 'out/main/browser-host.js'), '--no-open'], {
    env: { ...process.env, STRONGROOM_HOME: workspace },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  const address = await new Promise((found, fail) => {
    host.stdout.on('data', (chunk) => {
      printed += chunk;
      const line = /^strongroom-ready (\{.*\})$/m.exec(printed)?.[1];
      if (line !== undefined) found(JSON.parse(line).address);
    });
    host.once('exit', (code) => fail(new Error(`The host ended with ${code}.`)));
  });
  return { host, address };
}

/** Run in the page: keeps how long each task of the window took, of those beyond 50 ms, and each frame. */
function observe() {
  globalThis.longTasks = [];
  globalThis.frames = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longTasks.push(duration);
  }).observe({ type: 'longtask' });
  let last = performance.now();
  const frame = (now) => {
    globalThis.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** The most processor time of one task of the window's main thread, in ms: other programs of the machine do not count. */
function longestByProcessor(trace) {
  const { traceEvents } = JSON.parse(trace.toString());
  const names = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain',
  );
  const isMain = ({ pid, tid }) => names.some((thread) => thread.pid === pid && thread.tid === tid);
  const tasks = traceEvents.filter(
    (event) => /RunTask$/.test(event.name) && event.tdur !== undefined && isMain(event),
  );
  const times = tasks.map(({ tdur }) => tdur / 1000);
  return {
    longestTaskProcessorMilliseconds: rounded(Math.max(0, ...times)),
    tasksOver50ProcessorMilliseconds: times.filter((time) => time > 50).length,
  };
}

async function scrolled(page, what, move) {
  await page.waitForTimeout(500);
  const browser = page.context().browser();
  await browser.startTracing(page, {
    categories: ['toplevel', 'disabled-by-default-devtools.timeline', 'devtools.timeline'],
  });
  await page.evaluate(() => {
    globalThis.longTasks = [];
    globalThis.frames = [];
  });
  await move();
  await page.waitForTimeout(500);
  const { tasks, frames } = await page.evaluate(() => ({
    tasks: globalThis.longTasks,
    frames: globalThis.frames,
  }));
  const trace = await browser.stopTracing();
  const sorted = frames.toSorted((a, b) => a - b);
  return {
    what,
    ...longestByProcessor(trace),
    tasksOver50Milliseconds: tasks.length,
    longestTaskMilliseconds: tasks.length === 0 ? 'under 50' : rounded(Math.max(...tasks)),
    medianFrameMilliseconds: rounded(sorted[sorted.length >> 1] ?? 0),
    longestFrameMilliseconds: rounded(sorted.at(-1) ?? 0),
  };
}

/** Imports the table in the window and scrolls through it by wheel, by the bar, by keys and sideways, plain and sorted. */
export async function scrollInWindow(csv, rows) {
  const workspace = await mkdtemp(join(tmpdir(), 'strongroom-bench-'));
  const { host, address } = await startHost(workspace);
  const browser = await chromium.launch({
    ...(process.env['CHROMIUM_PATH'] === undefined ? {} : { executablePath: process.env['CHROMIUM_PATH'] }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.addInitScript(observe);
    await page.goto(address);
    await page.locator('input[type=file]').first().setInputFiles(csv);
    const grid = page.getByRole('grid');
    await grid.waitFor({ timeout: 600_000 });
    await grid.hover();
    const wheel = async () => {
      for (let i = 0; i < steps; i++) await page.mouse.wheel(0, 240);
    };
    const bar = async () => {
      for (let i = 0; i < steps; i++) {
        await grid.evaluate(
          (element, share) => (element.scrollTop = share * element.scrollHeight),
          ((i * 37) % steps) / steps,
        );
        await page.waitForTimeout(16);
      }
    };
    const keys = async () => {
      await grid.focus();
      for (let i = 0; i < steps; i++) await page.keyboard.press(i % 3 === 0 ? 'PageDown' : 'ArrowDown');
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Control+Home');
    };
    const results = [
      await scrolled(page, 'wheel', wheel),
      await scrolled(page, 'scroll bar', bar),
      await scrolled(page, 'keys', keys),
    ];
    await page.getByRole('button', { name: 'Sort by score' }).click();
    results.push(await scrolled(page, 'sorting', () => page.waitForTimeout(2000)));
    await page
      .getByRole('button', { name: 'Cancel', exact: true })
      .waitFor({ state: 'detached', timeout: 600_000 });
    results.push(
      await scrolled(page, 'wheel, sorted', wheel),
      await scrolled(page, 'scroll bar, sorted', bar),
    );
    return { rows, results };
  } finally {
    await browser.close();
    host.kill();
    await new Promise((done) => host.once('exit', done));
    await rm(workspace, { recursive: true, force: true, maxRetries: 3 });
  }
}
