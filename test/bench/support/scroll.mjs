import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, observe, startHost, watched } from './window.mjs';

export { startHost };

const steps = 150;

/** Imports the table in the window and scrolls through it by wheel, by the bar, by keys and sideways, plain and sorted. */
export async function scrollInWindow(csv, rows) {
  const workspace = await mkdtemp(join(tmpdir(), 'strongroom-bench-'));
  const { host, address } = await startHost(workspace);
  const browser = await launch();
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
      await watched(page, 'wheel', wheel),
      await watched(page, 'scroll bar', bar),
      await watched(page, 'keys', keys),
    ];
    await page.getByRole('button', { name: 'Sort by score' }).click();
    results.push(await watched(page, 'sorting', () => page.waitForTimeout(2000)));
    await page
      .getByRole('button', { name: 'Cancel', exact: true })
      .waitFor({ state: 'detached', timeout: 600_000 });
    results.push(await watched(page, 'wheel, sorted', wheel), await watched(page, 'scroll bar, sorted', bar));
    return { rows, results };
  } finally {
    await browser.close();
    host.kill();
    await new Promise((done) => host.once('exit', done));
    await rm(workspace, { recursive: true, force: true, maxRetries: 3 });
  }
}
