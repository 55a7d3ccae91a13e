/* global requestAnimationFrame -- of the page */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { rounded } from './table.mjs';

const root = resolve(import.meta.dirname, '../../..');

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
export function observe() {
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

/** What became of tasks and frames of the window during an action. */
export async function watched(page, what, move) {
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

/** A browser that opens no connection of its own. CHROMIUM_PATH names it. */
export function launch() {
  return chromium.launch({
    ...(process.env['CHROMIUM_PATH'] === undefined ? {} : { executablePath: process.env['CHROMIUM_PATH'] }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
}
