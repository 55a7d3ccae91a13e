import { execFileSync, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { root, startHost } from '../../support/browser-host';

export interface Workbench {
  /** The address with its token, as `npm start` prints it. */
  address: string;
  process: ChildProcess;
}

/** Each test has a host and a workspace of its own, and fails on any error of the page. */
export const test = base.extend<{ workbench: Workbench; problems: string[] }>({
  workbench: async ({ page }, use) => {
    const host = await startHost();
    await use(host);
    // Before the host ends, so that no page complains of a connection that was lost.
    for (const open of page.context().pages()) await open.close();
    await host.stop();
  },
  problems: [
    async ({ page }, use) => {
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      page.on('request', (request) => {
        const { hostname, protocol } = new URL(request.url());
        if (!['127.0.0.1', 'localhost', ''].includes(hostname))
          problems.push(`${protocol}//${hostname} was asked`);
      });
      await use(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

/** The rail's link to a view. */
export const rail = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name, exact: true });

/** Opens a bundled sample in a fresh project. */
export async function openSample(page: Page, address: string, title: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: `Use sample ${title}` }).click();
  await expect(page.getByRole('grid')).toBeVisible();
}

/**
 * Opens a table that takes a while to learn, whatever the engine: many rows of noise. With it a test has the time to
 * press a button while the training runs.
 */
export async function openLongTraining(page: Page, address: string, path: string): Promise<void> {
  const rows = 400_000;
  let state = 1;
  const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8;
  const lines = Array.from(
    { length: rows },
    () => `${next() % 1000},${next() % 1000},${next() % 1000},${next() % 5000}`,
  );
  writeFileSync(path, `a,b,c,noise\n${lines.join('\n')}\n`);
  await page.goto(address);
  await page.locator('input[type=file]').first().setInputFiles(path);
  await expect(page.getByRole('grid')).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('predict noise');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Column to predict' })).toContainText('noise');
  // A small network, whose epochs end soon after one asks.
  await rail(page, 'Model').click();
  await page.getByRole('radio', { name: 'Quick', exact: true }).check({ force: true });
}

/** Starts training and waits until an epoch is done. */
export async function startTraining(page: Page): Promise<void> {
  await rail(page, 'Train').click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stop and keep the best' })).toBeEnabled({ timeout: 60_000 });
}

/** The engine processes of a host that have a role: what the operating system lists, not what the host tells. */
export function engineChildren(host: ChildProcess, role: string): number[] {
  const listed = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return listed.split('\n').flatMap((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === host.pid && args?.endsWith(`engine-child.js ${role}`) === true
      ? [Number(pid)]
      : [];
  });
}

export { expect };
export const sampleFile = (name: string): string => join(root, 'resources/samples', name);
