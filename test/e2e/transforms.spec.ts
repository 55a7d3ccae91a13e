import { expect, openSample, rail, test } from './support/workbench';

test('what becomes of a column is chosen, pictured, shared with others, trained and exported', async ({
  page,
  workbench,
}) => {
  await openSample(page, workbench.address, 'Palmer penguins');
  await rail(page, 'Prepare').click();
  const inspector = page.getByRole('complementary', { name: 'Settings' });
  const row = (name: string) => page.getByRole('row').filter({ hasText: name }).last();
  const choose = async (column: string, option: string): Promise<void> => {
    await row(column).getByText(column, { exact: true }).click();
    await inspector.getByRole('combobox', { name: `What becomes of ${column}`, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };

  await choose('Body Mass (g)', 'Quantiles');
  await expect(row('Body Mass (g)')).toContainText('spread evenly by rank');
  await expect(inspector.getByRole('img', { name: /^Before: from 2,?700 to 6,?300/ })).toBeVisible();
  await expect(inspector.getByRole('img', { name: /^After: from .5\.\d+ to 5\.\d+/ })).toBeVisible();
  await inspector.getByText('0 to 1', { exact: true }).click();
  await expect(inspector.getByRole('img', { name: 'After: from 0 to 1' })).toBeVisible();

  await inspector.getByRole('button', { name: /Same for 3 other columns/ }).click();
  await expect(row('Flipper Length (mm)')).toContainText('spread evenly by rank');
  await page.keyboard.press('Control+z');
  await expect(row('Flipper Length (mm)')).toContainText('piecewise-linear bins');

  await choose('Island', 'Average answer');
  await expect(inspector.getByRole('table')).toContainText('Biscoe');
  await expect(inspector.getByRole('table')).toContainText('Becomes');
  await choose('Sex', 'Learned embedding');
  await expect(row('Sex')).toContainText('learned numbers a value');

  await rail(page, 'Train').click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('is trained', { timeout: 120_000 });
  await rail(page, 'Export').click();
  await page.getByRole('button', { name: 'Size, accuracy' }).click();
  await page.getByRole('button', { name: 'Export and verify' }).click();
  await expect(page.getByRole('main')).toContainText('Verified.', { timeout: 60_000 });
});
