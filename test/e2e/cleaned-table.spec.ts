import { readFileSync, writeFileSync } from 'node:fs';
import { expect, rail, test } from './support/workbench';

/** Every third word has a blank behind it, every tenth size is missing; some words are formulas. */
function words(rows: number): string {
  const lines = ['word,size,weight'];
  for (let row = 0; row < rows; row += 1) {
    const word = `${row % 11 === 0 ? '=1+1' : `word ${row % 5}`}${row % 3 === 0 ? ' ' : ''}`;
    lines.push(`${word},${row % 10 === 0 ? '' : row},${row % 97}.5`);
  }
  return `${lines.join('\n')}\n`;
}

test('a column is cleaned from its menu, and the whole table after it is shown, sorted, filtered and saved', async ({
  page,
  workbench,
}, info) => {
  const file = info.outputPath('words.csv');
  writeFileSync(file, words(6_000));
  await page.goto(workbench.address);
  await page.locator('input[type=file]').first().setInputFiles(file);
  const grid = page.getByRole('grid');
  await expect(grid).toBeVisible({ timeout: 60_000 });

  // From the header of a column to a step with the column filled in.
  const header = page.getByRole('columnheader', { name: 'word' });
  await header.hover();
  await page.getByRole('button', { name: 'What can be done with word' }).click();
  await page.getByRole('menuitem', { name: 'Clean…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Clean word' });
  await expect(dialog).not.toContainText('Round numbers');
  await page.keyboard.type('trim');
  await page.keyboard.press('Enter');
  const steps = page.getByRole('list', { name: 'Cleaning steps' });
  await expect(steps).toContainText('Trim word');

  // All rows after the step, those that it changes alone, in another order.
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByRole('radio', { name: 'All rows' }).check({ force: true });
  await expect(preview).toContainText('6,000 rows, 3 columns', { timeout: 60_000 });
  await expect(grid.locator('s').first()).toHaveText(/^(=1\+1|word \d) $/);
  await preview.getByRole('checkbox', { name: 'Only changed rows' }).check();
  await expect(preview).toContainText('2,000 of 6,000 rows', { timeout: 30_000 });
  await preview.getByRole('button', { name: 'Sort by size' }).click();
  await expect(grid.getByRole('rowheader').nth(1)).toHaveText('7');

  // The rows of the file are numbered as there when rows are left out.
  await rail(page, 'Data').click();
  const cell = grid.getByRole('gridcell', { name: 'missing' }).first();
  await cell.click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Leave out rows without it/ }).click();
  await expect(steps).toContainText('600 rows removed', { timeout: 60_000 });
  await rail(page, 'Data').click();
  await page.getByRole('radio', { name: 'After cleaning' }).check({ force: true });
  await expect(page.getByRole('main')).toContainText('6,000 → 5,400 rows', { timeout: 60_000 });
  await expect(grid.getByRole('rowheader').first()).toHaveText('2');
  await expect(page.getByRole('button', { name: 'Sort by size' })).toBeAttached();

  await page.getByRole('radio', { name: 'Data set', exact: true }).check({ force: true });
  const saving = page.waitForEvent('download');
  await page.getByRole('group', { name: 'Save the table after cleaning' }).getByText('CSV').click();
  const saved = readFileSync(await (await saving).path(), 'utf8')
    .trim()
    .split('\n');
  expect(saved).toHaveLength(5_401);
  expect(saved[10]).toMatch(/^"?'=1\+1"?,11,/);
});

test('several columns are chosen by keyboard and dropped at once; undo and redo restore exactly', async ({
  page,
  workbench,
}, info) => {
  const file = info.outputPath('words.csv');
  writeFileSync(file, words(50));
  await page.goto(workbench.address);
  await page.locator('input[type=file]').first().setInputFiles(file);
  const grid = page.getByRole('grid');
  await expect(grid).toBeVisible({ timeout: 60_000 });
  await page.getByRole('columnheader', { name: 'size' }).click();
  await page.keyboard.press('Shift+ArrowRight');
  const bar = page.getByRole('group', { name: '2 columns chosen' });
  await expect(bar).toBeVisible();
  await bar.getByRole('button', { name: 'Drop columns' }).click();
  const steps = page.getByRole('list', { name: 'Cleaning steps' });
  await expect(steps).toContainText('Drop size and weight');
  await rail(page, 'Data').click();
  await page.getByRole('radio', { name: 'After cleaning' }).check({ force: true });
  await expect(page.getByRole('main')).toContainText('3 → 1 column');
  await expect(page.getByRole('columnheader')).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status', { name: 'Messages' })).toContainText('Undone: Drop size and weight');
  await expect(page.getByRole('columnheader')).toHaveCount(3);
  await page.keyboard.press('Control+Shift+z');
  await page.getByRole('radio', { name: 'After cleaning' }).check({ force: true });
  await expect(page.getByRole('columnheader')).toHaveCount(1);
});
