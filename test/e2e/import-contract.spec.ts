import { writeFileSync } from 'node:fs';
import { expect, test } from './support/workbench';

test('what an import decided is seen, changed with a look at what changes, and undone', async ({
  page,
  workbench,
}, info) => {
  const lines = Array.from(
    { length: 60 },
    (_, i) => `${i % 3 === 0 ? 'NA' : 'EU'};0${(i % 9) + 1}/02/2024;${i === 30 ? 'unknown' : i % 7}`,
  );
  const file = info.outputPath('sales.csv');
  writeFileSync(file, `region;day;parcels\n${lines.join('\n')}\n`);
  await page.goto(workbench.address);
  await page.locator('input[type=file]').first().setInputFiles(file);
  const grid = page.getByRole('grid');
  await expect(grid).toContainText('2024-02-01');

  await page.getByRole('button', { name: '3 decisions to look at' }).click();
  const notes = page.getByRole('region', { name: 'Notes on the import' });
  await expect(notes).toContainText('"NA" among the words of "region" counts as missing: rows 1, 4, 7');
  await expect(notes).toContainText('"unknown" (row 31)');
  await notes.getByRole('button', { name: 'Decide' }).first().click();

  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Filter columns by name' }).fill('');
  const select = dialog.getByRole('checkbox', { name: /^Select/ });
  await select.check();
  await dialog.getByRole('button', { name: 'No word is missing' }).click();
  await dialog.getByRole('combobox', { name: 'Order of dates in the columns' }).click();
  await page.getByRole('option', { name: 'month, day, year' }).click();
  await dialog.getByText('Rows', { exact: true }).click();
  await expect(dialog.getByRole('status')).toContainText('change in the rows shown');
  await expect(dialog).toContainText(/2024-02-01\s*→\s*2024-01-02/);
  await expect(dialog).toContainText(/missing\s*→\s*NA/);
  await dialog.getByRole('button', { name: 'Read again' }).click();
  await expect(grid).toContainText('2024-01-02');
  await expect(grid).toContainText('NA');
  await expect(page.getByRole('button', { name: '1 decision to look at' })).toBeVisible();

  // One data set is shown for a file, however often it was read.
  await expect(page.getByRole('tablist', { name: 'Data sets' })).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(grid).toContainText('2024-02-01');
  await page.keyboard.press('Control+Shift+z');
  await expect(grid).toContainText('2024-01-02');

  // A cell is corrected by hand.
  await grid.getByRole('gridcell', { name: 'EU', exact: true }).first().dblclick();
  const correct = page.getByRole('dialog');
  await correct.getByRole('textbox', { name: 'Value' }).fill('Europe');
  await correct.getByRole('button', { name: 'Correct', exact: true }).click();
  await expect(grid.getByRole('gridcell', { name: 'Europe' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(grid.getByRole('gridcell', { name: 'Europe' })).toHaveCount(0);
});
