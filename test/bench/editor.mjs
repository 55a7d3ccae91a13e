// A network of 100 layers in the editor: how long each key takes from the press until the window is painted, while the
// units of a layer are typed (every figure behind it changes), in the graph and in the list. The window is that of
// Chromium (CHROMIUM_PATH). Prints one JSON document. Needs the build: node build/scripts/build.mjs --if-stale
/* global document, requestAnimationFrame -- of the page */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { startHost } from './support/scroll.mjs';
import { rounded } from './support/table.mjs';

const blocks = 24;
const keys = 60;

/** An input, residual blocks and an output: 100 layers, each behind the one whose units are typed. */
function layers() {
  const made = [
    { id: 'in', kind: 'input' },
    { id: 'first', kind: 'dense', units: 64, name: 'First layer', inputs: ['in'] },
  ];
  let last = 'first';
  for (let block = 0; block < blocks; block++) {
    made.push(
      { id: `norm${block}`, kind: 'batchNormalization', inputs: [last] },
      { id: `dense${block}`, kind: 'dense', units: 64, activation: 'relu', inputs: [`norm${block}`] },
      { id: `drop${block}`, kind: 'dropout', inputs: [`dense${block}`] },
      { id: `join${block}`, kind: 'concatenate', inputs: [last, `drop${block}`] },
    );
    last = `join${block}`;
  }
  made.push({ id: 'end', kind: 'dense', units: 8, activation: 'relu', inputs: [last] });
  return [...made, { id: 'out', kind: 'output', inputs: ['end'] }];
}

/** Run in the page: keeps how long it takes from each key until what it changed is painted. */
function observe() {
  globalThis.painted = [];
  document.addEventListener(
    'keydown',
    ({ timeStamp }) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        // Comes after the frame is painted.
        port1.onmessage = () => globalThis.painted.push(performance.now() - timeStamp);
        port2.postMessage(null);
      }),
    true,
  );
}

async function typed(page, what) {
  const field = page.getByRole('spinbutton', { name: 'Units' });
  await field.focus();
  await page.evaluate(() => (globalThis.painted = []));
  for (let key = 0; key < keys; key++) {
    // Two digits and back, so that all layers behind have other widths with each key.
    await field.press(key % 2 === 0 ? String((key % 9) + 1) : 'Backspace');
    await page.waitForTimeout(30);
  }
  const times = (await page.evaluate(() => globalThis.painted)).toSorted((a, b) => a - b);
  await field.press('Escape');
  const at = (share) => rounded(times[Math.floor(share * (times.length - 1))] ?? 0);
  return {
    what,
    keys: times.length,
    medianMilliseconds: at(0.5),
    p95Milliseconds: at(0.95),
    longestMilliseconds: at(1),
  };
}

const workspace = await mkdtemp(join(tmpdir(), 'strongroom-bench-'));
const { host, address } = await startHost(workspace);
const browser = await chromium.launch({
  ...(process.env.CHROMIUM_PATH === undefined ? {} : { executablePath: process.env.CHROMIUM_PATH }),
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
  await page.getByRole('button', { name: 'Use sample Palmer penguins' }).click();
  await page.getByRole('grid').waitFor();
  await page.getByRole('link', { name: 'Model', exact: true }).click();
  await page.getByRole('button', { name: 'Edit this network' }).click();
  await page.getByRole('button', { name: 'Paste' }).click();
  const dialog = page.getByRole('dialog', { name: 'Paste layers' });
  await dialog.getByRole('textbox').fill(JSON.stringify({ layers: layers() }));
  await dialog.getByRole('button', { name: 'Paste' }).click();
  const shown = page.getByRole('listbox', { name: 'Layers of the network' });
  await shown.getByRole('option', { name: /^First layer/ }).click();
  const count = await shown.getByRole('option').count();
  const graph = await typed(page, 'graph');
  await page.getByText('List', { exact: true }).click();
  await page.getByRole('grid', { name: 'Layers of the network' }).waitFor();
  const list = await typed(page, 'list');
  process.stdout.write(`${JSON.stringify({ layers: count, typing: [graph, list] }, null, 2)}\n`);
} finally {
  await browser.close();
  host.kill('SIGINT');
  await new Promise((done) => host.once('close', done));
  await rm(workspace, { recursive: true, force: true });
}
