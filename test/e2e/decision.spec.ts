import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { shot } from './support/picture';
import { expect, rail, test } from './support/workbench';

/** Customers who leave with a probability that two columns tell of. */
function customers(path: string): void {
  let state = 7;
  const next = (): number => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8) / 2 ** 24;
  const lines = Array.from({ length: 1500 }, () => {
    const [months, calls] = [Math.round(next() * 72), Math.round(next() * 10)];
    const chance = 1 / (1 + Math.exp(2 + months / 24 - calls / 2));
    return `${String(months)},${String(calls)},${next() < 0.5 ? 'north' : 'south'},${next() < chance ? 'yes' : 'no'}`;
  });
  writeFileSync(path, `months,calls,region,leaves\n${lines.join('\n')}\n`);
}

const counts = async (page: Page): Promise<string> =>
  (await page.getByRole('img', { name: 'Confusion matrix of 2 classes' }).textContent()) ?? '';

test('probabilities are calibrated and a threshold decides, undone, kept for the next training, and exported', async ({
  page,
  workbench,
}, info) => {
  const file = info.outputPath('customers.csv');
  customers(file);
  await page.goto(workbench.address);
  await page.locator('input[type=file]').first().setInputFiles(file);
  await expect(page.getByRole('grid')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('predict leaves');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Column to predict' })).toContainText('leaves');
  await rail(page, 'Train').click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('main')).toContainText(/rows it has never seen|Evaluate/, { timeout: 120_000 });
  await rail(page, 'Evaluate').click();

  const panel = page.getByRole('region', { name: 'Threshold and probabilities' });
  await expect(panel).toContainText(/calibrated/i);
  await expect(page.getByRole('figure', { name: 'Reliability of probabilities' })).toContainText('off');
  await shot(page, 'evaluate');

  // The confusion matrix follows the slider, before anything is applied.
  const before = await counts(page);
  const slider = panel.getByRole('slider', { name: 'Threshold' });
  await slider.fill('0.2');
  await expect.poll(() => counts(page)).not.toBe(before);
  await expect(panel).toContainText('until it is applied');
  await panel.scrollIntoViewIfNeeded();
  await shot(page, 'evaluate-slider');
  await panel.getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => counts(page)).toBe(before);

  // By cost: misses cost more, so the threshold falls, and more who leave are found.
  await panel.getByRole('combobox', { name: 'Decide for yes by' }).click();
  await page.getByRole('option', { name: 'least cost of errors' }).click();
  await panel.getByRole('button', { name: /Apply to Run 1/ }).click();
  await expect(page.getByText('Run 1 decides anew.')).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => counts(page)).not.toBe(before);
  expect(Number(await slider.inputValue())).toBeLessThan(0.5);
  await shot(page, 'evaluate-cost');

  // Undo takes both back, the recipe and the run that was decided by it; redo does both again.
  const decided = await counts(page);
  await page.keyboard.press('Control+z');
  await expect.poll(() => counts(page), { timeout: 60_000 }).toBe(before);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => counts(page), { timeout: 60_000 }).toBe(decided);
});
