import { join } from 'node:path';
import { root } from '../support/browser-host';
import { expect, test } from './support/workbench';

const fixture = (name: string): string => join(root, 'test/fixtures/formats', name);

test('a workbook with several sheets asks which, and shows it before it is imported', async ({
  page,
  workbench,
}) => {
  await page.goto(workbench.address);
  await page.locator('input[type=file]').first().setInputFiles(fixture('layout.xlsx'));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('region', { name: /First rows/ })).toContainText('February');
  await expect(dialog).toContainText('the names are taken from row 4', { ignoreCase: true });
  await dialog.getByRole('textbox', { name: 'Range' }).fill('C4:D7');
  await dialog.getByRole('textbox', { name: 'Range' }).press('Tab');
  await expect(dialog.getByRole('columnheader')).toHaveText(['Row', 'month', 'units']);
  await dialog.getByRole('combobox', { name: 'Sheet' }).click();
  await page.getByRole('option', { name: 'Other' }).click();
  await expect(page.getByRole('option')).toHaveCount(0);
  await expect(dialog.getByRole('columnheader')).toHaveText(['Row', 'x', 'y']);
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('grid')).toBeVisible();
  await page.getByText('Data set', { exact: true }).click();
  await expect(page.getByText('workbook', { exact: true })).toBeVisible();
});

test('cells are pasted, by the keys and by the button', async ({ page, workbench }) => {
  await page.goto(workbench.address);
  await expect(page.getByRole('button', { name: 'Paste cells' })).toBeVisible();
  // What Ctrl V does with cells of a spreadsheet program in the clipboard.
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'name\\tage\\nAda\\t36\\nBob\\t41\\n');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }`);
  await expect(page.getByRole('grid')).toContainText('Ada');
  await page.getByRole('button', { name: 'Paste cells' }).click();
  await page.getByRole('textbox', { name: 'Cells' }).fill('town\theight\nOslo\t23\nRome\t21\n');
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('grid')).toContainText('Oslo');
});
