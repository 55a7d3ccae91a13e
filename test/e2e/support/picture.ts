import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';

const folder = resolve(import.meta.dirname, '../../../docs/pictures');

/** With STRONGROOM_PICTURES=1 the screenshots of the README are taken on the way. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['STRONGROOM_PICTURES'] !== '1') return;
  mkdirSync(folder, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** With STRONGROOM_SHOTS naming a folder, what a test sees on its way is kept there, in both themes. */
export async function shot(page: Page, name: string): Promise<void> {
  const kept = process.env['STRONGROOM_SHOTS'];
  if (kept === undefined) return;
  mkdirSync(kept, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(kept, `${name}-${theme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
