import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ZipFile } from 'yazl';
import { writeShapes } from '../support/shapes';
import { expect, rail, test } from './support/workbench';

test('a zip of pictures is looked at, augmented, learned from and exported', async ({
  page,
  workbench,
}, info) => {
  test.setTimeout(400_000);
  const shot = async (name: string): Promise<void> => {
    const shots = process.env['SHOTS'];
    if (shots === undefined) return;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await writeFile(`${shots}/${name}-${colorScheme}.png`, await page.screenshot());
    }
  };
  const folder = info.outputPath('shapes');
  await mkdir(folder, { recursive: true });
  const paths = await writeShapes(folder, 40);
  await writeFile(join(folder, 'bars/broken.png'), 'no picture at all');
  const zip = info.outputPath('shapes.zip');
  const archive = new ZipFile();
  for (const path of [...paths, 'bars/broken.png']) archive.addFile(join(folder, path), `shapes/${path}`);
  archive.end();
  const out = createWriteStream(zip);
  archive.outputStream.pipe(out);
  await once(out, 'close');

  await page.goto(workbench.address);
  await page.locator('input[type=file]').first().setInputFiles(zip);
  const grid = page.getByRole('grid');
  await expect(grid).toBeVisible({ timeout: 60_000 });
  await expect(grid).toHaveAttribute('aria-rowcount', '121');
  // Small pictures, the one that is none, and a larger one by the keyboard.
  await expect(grid.getByRole('img', { name: 'shapes/bars/000.png' })).toBeVisible();
  const notes = page.getByRole('region', { name: 'Notes on the import' });
  await notes.getByRole('button').first().click();
  await expect(notes).toContainText('bars/broken.png');
  await shot('image-notes');
  await notes.getByRole('button').first().click();
  await shot('image-table');
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Picture' });
  await expect(dialog.getByRole('img', { name: 'shapes/bars/000.png' })).toBeVisible();
  await expect(dialog).toContainText('points');
  await shot('image-large');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('predict label');
  await page.keyboard.press('Enter');
  await grid.getByRole('columnheader', { name: 'image' }).click();
  const sheet = page.getByRole('region', { name: 'Contact sheet of image' });
  await expect(sheet).toContainText('discs');
  await expect(sheet.getByRole('img').first()).toBeVisible();

  await shot('image-sheet');
  await rail(page, 'Prepare').click();
  const settings = page.getByRole('complementary', { name: 'Settings' });
  await page.getByRole('row').filter({ hasText: 'image' }).last().getByText('image', { exact: true }).click();
  await settings.getByLabel('Side', { exact: true }).fill('24');
  await settings.getByLabel('Side', { exact: true }).press('Enter');
  await expect(page.getByRole('row').filter({ hasText: '24 x 24 points in colour' })).toBeVisible();
  await shot('image-columns');
  await page.getByText('Augment', { exact: true }).click();
  await settings.getByRole('combobox', { name: 'Add an augmentation' }).click();
  await page.getByRole('option', { name: 'Shift pictures' }).click();
  const shown = page.getByRole('region', { name: 'Pictures before and after' });
  await expect(shown.getByRole('img')).toHaveCount(36, { timeout: 60_000 });

  await shot('image-augment');
  await rail(page, 'Model').click();
  await expect(page.getByRole('radio', { name: /2-D CNN/ })).toBeChecked();
  await shot('image-model');
  await rail(page, 'Train').click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('main')).toContainText(/rows it has never seen|Evaluate/, { timeout: 300_000 });
  await rail(page, 'Evaluate').click();
  const main = page.getByRole('main');
  await expect(main).toContainText('Accuracy');
  await shot('image-evaluate');
  const accuracy = Number(/Accuracy\s*([01](\.\d+)?)/.exec(await main.innerText())?.[1] ?? Number.NaN);
  expect(accuracy).toBeGreaterThan(0.6);
});
