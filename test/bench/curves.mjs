// Whether the window stays smooth while a training of 10,000 epochs is watched: a small table is trained in the browser
// host, and tasks of the window over 50 ms are counted while the curves grow, by the clock and by processor time (which
// other programs of the machine do not lengthen):
// npm run --silent bench -- curves [--json] [--epochs 10000]. CHROMIUM_PATH names the browser.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, observe, startHost, watched } from './support/window.mjs';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, epochs: { type: 'string', default: '10000' } },
});
const workspace = await mkdtemp(join(tmpdir(), 'strongroom-bench-'));
const { host, address } = await startHost(workspace);
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.addInitScript(observe);
  await page.goto(address);
  await page.getByRole('button', { name: 'Use sample Palmer penguins' }).click();
  await page.getByRole('grid').waitFor({ timeout: 120_000 });
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: 'Model' }).click();
  for (const [name, value] of [
    ['Epochs', options.epochs],
    ['Patience', '10000'],
  ]) {
    const field = page.getByRole('spinbutton', { name, exact: true });
    if (!(await field.isVisible())) await page.locator('summary', { hasText: /^Stopping/ }).click();
    await field.fill(value);
    await field.press('Enter');
  }
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: 'Train' }).click();
  const result = await watched(page, `${options.epochs} epochs`, async () => {
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByText('is trained').waitFor({ timeout: 600_000 });
  });
  const drawn = await page.getByRole('main').textContent();
  const epochs = /Epoch\s*([\d,]+)\s*of at most/.exec(drawn ?? '')?.[1] ?? '?';
  const report = { ...result, epochs };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
} finally {
  await browser.close();
  host.kill();
  await new Promise((done) => host.once('exit', done));
  await rm(workspace, { recursive: true, force: true });
}
