import { expect, test } from './support/workbench';

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

test('several files are stacked, and joined by a key', async ({ page, workbench }) => {
  await page.goto(workbench.address);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      file('january.csv', 'item,sold,price\na,1,2.5\nb,2,3\nc,3,4\n'),
      file('february.csv', 'item,sold,note\na,4,late\nd,5,none\n'),
    ]);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'Combine the files?' })).toBeVisible();
  await expect(dialog.getByRole('status', { name: 'What it gives' })).toContainText('5');
  await expect(dialog).toContainText('"price" is only in january.csv');
  await expect(dialog).toContainText('"note" is only in february.csv');
  await dialog.getByRole('button', { name: 'Stack' }).click();
  const grid = page.getByRole('grid');
  await expect(grid).toContainText('february.csv');
  await expect(page.getByRole('heading', { name: 'january and february' }).first()).toBeVisible();

  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(file('items.csv', 'item,colour\na,red\nb,blue\nb,green\n'));
  await expect(grid).toContainText('green');
  await page.getByText('Data set', { exact: true }).click();
  await page.getByRole('button', { name: 'Combine with other data' }).click();
  await dialog.getByText('Join by a key').click();
  await dialog.getByRole('combobox', { name: 'First data set' }).click();
  await page.getByRole('option', { name: 'january.csv and february.csv' }).click();
  await dialog.getByRole('combobox', { name: 'Second data set' }).click();
  await page.getByRole('option', { name: 'items.csv' }).click();
  await expect(dialog).toContainText('3 of 5');
  await expect(dialog).toContainText('1 key of items.csv has several rows, such as "b"');
  await expect(dialog.getByRole('button', { name: 'Join', exact: true })).toBeDisabled();

  await dialog.getByText('Take the first', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(grid).toContainText('blue');
  await expect(grid).toContainText('late');

  await page.getByRole('button', { name: '2 notes on the data' }).click();
  await expect(page.getByText('2 of 5 rows have no counterpart in items.csv.')).toBeVisible();
});
