import { writeFileSync } from 'node:fs';
import { expect, openSample, test } from './support/workbench';

test('the table sorts by several columns, filters, finds, and is looked at the same way after a restart', async ({
  page,
  workbench,
}) => {
  await openSample(page, workbench.address, 'Cars of 1970 to 1982');
  const grid = page.getByRole('grid');
  const rows = grid.getByRole('rowheader');
  await expect(rows.first()).toHaveText('1');

  await page.getByRole('button', { name: 'Sort by Cylinders' }).click();
  await expect(rows.first()).toHaveText('79');
  await page.getByRole('button', { name: 'Sort by Displacement' }).click({ modifiers: ['Shift'] });
  await expect(page.getByRole('columnheader', { name: 'Displacement' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await page.getByRole('button', { name: 'Sort by Cylinders' }).click({ modifiers: ['Shift'] });
  // The most cylinders, and among them the smallest displacement.
  await expect(page.getByRole('row').nth(1)).toContainText('8');
  await expect(page.getByRole('row').nth(1)).toContainText('260');

  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const panel = page.getByRole('group', { name: 'Filter rows' });
  await panel.getByRole('combobox', { name: 'Column' }).click();
  await page.getByRole('option', { name: 'Cylinders' }).click();
  await panel.getByLabel('Value', { exact: true }).fill('3');
  await expect(page.getByText('4 of 406 rows')).toBeVisible();
  await expect(grid).toHaveAttribute('aria-rowcount', '5');
  await panel.getByLabel('Value', { exact: true }).fill('77');
  await expect(page.getByText('No row matches')).toBeVisible();
  await page.getByRole('button', { name: 'Show all rows' }).click();
  await expect(page.getByText('406 rows', { exact: true })).toBeVisible();
  await panel.getByRole('button', { name: 'Close' }).click();

  // A quick filter from a cell, by keyboard.
  await grid.getByRole('gridcell', { name: '260', exact: true }).first().click();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: /^Only rows with Displacement/ }).click();
  await expect(page.getByText('3 of 406 rows')).toBeVisible();
  await page.getByRole('button', { name: /^Remove filter/ }).click();

  await page.keyboard.press('Control+f');
  await page.keyboard.type('ford');
  await expect(page.getByRole('search')).toContainText('1 of 53');
  await page.keyboard.press('Shift+Enter');
  await expect(page.getByRole('search')).toContainText('53 of 53');
  await expect(grid.locator('.found')).toContainText('ford');
  await page.keyboard.press('Escape');

  // Widths by keyboard, and a column that stays in view.
  const header = page.getByRole('columnheader', { name: 'Displacement' });
  await header.click();
  const before = (await header.boundingBox())?.width ?? 0;
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(async () => (await header.boundingBox())?.width).toBe(before + 16);
  await header.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Keep in view' }).click();
  await expect(header).toHaveAttribute('aria-colindex', '1');
  await page.waitForTimeout(800);

  await page.goto(new URL('/', workbench.address).href);
  await expect(page.getByRole('columnheader', { name: 'Displacement' })).toHaveAttribute(
    'aria-colindex',
    '1',
  );
  await expect(page.getByRole('columnheader', { name: 'Cylinders' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(page.getByText('406 rows', { exact: true })).toBeVisible();
});

test('the bar reaches the last of many rows, sorted too', async ({ page, workbench }, info) => {
  const rows = 600_000;
  const path = info.outputPath('many.csv');
  writeFileSync(
    path,
    `place,back\n${Array.from({ length: rows }, (_, i) => `${i},${rows - i}`).join('\n')}\n`,
  );
  await page.goto(workbench.address);
  await page.locator('input[type=file]').first().setInputFiles(path);
  const grid = page.getByRole('grid');
  await expect(grid).toBeVisible({ timeout: 60_000 });
  await grid.focus();
  await page.keyboard.press('Control+End');
  await expect(grid.getByRole('gridcell', { name: '599999', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Sort by back' }).click();
  await expect(grid.getByRole('gridcell', { name: '599999', exact: true })).toBeVisible();
  await expect(page.getByText('600,000 rows', { exact: true })).toBeVisible();
  await grid.focus();
  await page.keyboard.press('Control+End');
  await expect(grid.getByRole('gridcell', { name: '600000', exact: true })).toBeVisible();
});
