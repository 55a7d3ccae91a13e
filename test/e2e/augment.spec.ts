import { writeFile } from 'node:fs/promises';
import { expect, openSample, rail, test } from './support/workbench';

// Each preview prepares the rows anew in two processes.
const expectSoon = expect.configure({ timeout: 30_000 });

test('training rows are augmented, seen before and after, and trained on', async ({ page, workbench }) => {
  await openSample(page, workbench.address, 'Palmer penguins');
  await rail(page, 'Prepare').click();
  const settings = page.getByRole('complementary', { name: 'Settings' });
  const main = page.getByRole('main');
  const add = async (title: string): Promise<void> => {
    await settings.getByRole('combobox', { name: 'Add an augmentation' }).click();
    await page.getByRole('option', { name: title, exact: true }).click();
  };
  const shot = async (name: string): Promise<void> => {
    const folder = process.env['SHOTS'];
    if (folder !== undefined) await writeFile(`${folder}/${name}.png`, await page.screenshot());
  };

  await page.getByText('Augment', { exact: true }).click();
  await expect(main).toContainText('No augmentation is switched on');
  await shot('augment-none');
  await add('SMOTE');
  await expectSoon(main.getByRole('region', { name: 'Rows that were made' })).toBeVisible({
    timeout: 20_000,
  });
  await expectSoon(main).toContainText('220 training rows before, 294 after');
  await shot('augment-smote');
  await add('Mixup');
  await expectSoon(main.getByRole('region', { name: 'Rows of a step' })).toContainText('Species Adelie');
  await shot('augment-mixup');
  await settings.getByRole('button', { name: 'Move Mixup up' }).click();
  await expect(settings.getByRole('region').first()).toHaveAccessibleName('Mixup');
  await page.keyboard.press('Control+z');
  await expect(settings.getByRole('region').first()).toHaveAccessibleName('SMOTE');
  await settings.getByRole('checkbox', { name: 'SMOTE' }).click();
  await expectSoon(main).toContainText('220 training rows before, 220 after');
  await settings.getByRole('checkbox', { name: 'SMOTE' }).click();

  await rail(page, 'Model').click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(main).toContainText('is trained', { timeout: 120_000 });
  await rail(page, 'Evaluate').click();
  await expect(main).toContainText('SMOTE, Mixup');
});
