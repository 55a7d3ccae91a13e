import { writeFile } from 'node:fs/promises';
import { expect, openSample, rail, test } from './support/workbench';

test('rows are split by group, by time and as a column says, and folds are trained', async ({
  page,
  workbench,
}) => {
  await openSample(page, workbench.address, 'Palmer penguins');
  await rail(page, 'Prepare').click();
  const settings = page.getByRole('complementary', { name: 'Settings' });
  const main = page.getByRole('main');
  const choose = async (label: string, option: RegExp | string): Promise<void> => {
    await settings.getByRole('combobox', { name: label, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  const shot = async (name: string): Promise<void> => {
    const folder = process.env['SHOTS'];
    if (folder !== undefined) await writeFile(`${folder}/${name}.png`, await page.screenshot());
  };

  await choose('Choice of rows', 'By group');
  await expect(main).toContainText('The split has no column to go by.');
  await shot('group-none');
  await choose('Column of the split', 'Beak Length (mm)');
  await expect(main).toContainText('no group is in two parts');
  await shot('group');

  await choose('Choice of rows', 'By time');
  await choose('Column of the split', 'Flipper Length (mm)');
  await expect(main.getByRole('img', { name: /Rows over Flipper Length/ })).toBeVisible();
  await expect(main).toContainText('without a value in Flipper Length (mm) were set aside');
  await shot('time');

  await choose('Choice of rows', 'From a column');
  await choose('Column of the split', 'Island');
  await expect(main).toContainText('has values that name no part');
  await shot('column-unknown');
  await choose('Part of Biscoe', 'Training');
  await choose('Part of Dream', 'Test');
  await choose('Part of Torgersen', 'Validation');
  await expect(main).not.toContainText('has values that name no part');
  await shot('column');

  await choose('Choice of rows', 'Stratified');
  const folds = settings.getByRole('spinbutton', { name: 'Folds' });
  await folds.fill('3');
  await folds.press('Enter');
  await expect(main).toContainText('3 folds:');
  await shot('folds');
  await rail(page, 'Model').click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(main).toContainText('is trained', { timeout: 120_000 });
  await rail(page, 'Evaluate').click();
  await expect(main).toContainText('Over 3 folds, mean and standard deviation: Accuracy');
  await expect(main).toContainText('Stratified, 3 folds');
  await shot('evaluate');
});
