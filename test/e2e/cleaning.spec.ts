import { writeFileSync } from 'node:fs';
import { expect, rail, test } from './support/workbench';
import { picture } from './support/picture';

/** The answer follows from the word once its blanks are gone; every fifth row is there twice. */
function words(rows: number, withAnswer: boolean): string {
  const lines = [withAnswer ? 'word,size,weight,answer' : 'word,size,weight'];
  for (let row = 0; row < rows; row += 1) {
    const yes = (row * 7) % 13 < 6;
    const word = `${yes ? 'left' : 'right'}${['', ' ', '  '][row % 3] ?? ''}`;
    const line = `${word},${row % 7 === 0 ? '' : String((row * 31) % 1009)},${String(row)}.5${withAnswer ? `,${yes ? 'yes' : 'no'}` : ''}`;
    lines.push(line);
    if (row % 5 === 0 && withAnswer) lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}

test('cleaning steps are added, previewed, moved, switched off, undone, and hold for training and later files', async ({
  page,
  workbench,
}, info) => {
  const file = info.outputPath('words.csv');
  writeFileSync(file, words(200, true));
  await page.goto(workbench.address);
  await page.locator('input[type=file]').first().setInputFiles(file);
  await expect(page.getByRole('grid')).toBeVisible({ timeout: 60_000 });
  await rail(page, 'Prepare').click();
  await page.getByText('Clean', { exact: true }).click();

  const steps = page.getByRole('list', { name: 'Cleaning steps' });
  const preview = page.getByRole('region', { name: 'Preview' });
  const settings = page.getByRole('complementary', { name: 'Step' });
  const add = async (typed: string): Promise<void> => {
    await page.getByRole('button', { name: 'Add step' }).click();
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
  };

  // Begun without a column, a step waits for one; nothing is done until then.
  await add('trim');
  await expect(steps).toContainText('Not added yet');
  await settings.getByRole('checkbox', { name: 'word' }).check();
  await expect(steps).toContainText('Trim word');
  await expect(preview.getByRole('grid').locator('s').first()).toHaveText(/^(left|right) +$/);
  await expect(steps).toContainText(/\d+ cells/);

  await add('duplicate');
  await expect(steps.getByRole('listitem').nth(1)).toContainText('40 rows removed');
  await add('fill');
  await settings.getByRole('group', { name: 'Columns' }).getByRole('checkbox', { name: 'size' }).check();
  await expect(steps.getByRole('listitem').nth(2)).toContainText('29 cells');
  await settings.getByRole('checkbox', { name: 'Remember where it was missing' }).check();
  await expect(preview.getByRole('columnheader', { name: /size is missing/ })).toBeVisible();
  await picture(page, 'clean');

  // Moved to the front with the keyboard, and back by undo.
  await steps.getByRole('button', { name: /Fill missing size/ }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(steps.getByRole('listitem').nth(1)).toContainText('Fill missing size');
  await page.keyboard.press('Control+z');
  await expect(steps.getByRole('listitem').nth(2)).toContainText('Fill missing size');

  const second = steps.getByRole('switch', { name: 'Do step 2' });
  await second.uncheck();
  await expect(steps.getByRole('listitem').nth(1)).toContainText('Switched off');
  await second.check();
  await expect(steps.getByRole('listitem').nth(1)).toContainText('40 rows removed');

  // What is trained on is the cleaned table.
  await page.getByText('Columns', { exact: true }).first().click();
  await expect(page.getByRole('table', { name: 'Columns' })).toContainText('size is missing');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('predict answer');
  await page.keyboard.press('Enter');
  await rail(page, 'Train').click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('is trained', { timeout: 120_000 });

  // A later file is as dirty as the first, and each of its rows gets an answer.
  const later = info.outputPath('later.csv');
  writeFileSync(later, words(60, false));
  await rail(page, 'Export').click();
  await page.getByRole('radio', { name: 'Predict a file' }).check({ force: true });
  await page.locator('input[type=file]').last().setInputFiles(later);
  await page.getByRole('button', { name: 'Predict 60 rows' }).click({ timeout: 60_000 });
  await expect(page.getByRole('main')).toContainText(/60 rows predicted/, { timeout: 60_000 });
});

test('a preview of a long table says what it is measured on, and follows when all rows are', async ({
  page,
  workbench,
}, info) => {
  const file = info.outputPath('long.csv');
  // The first rows are all alike; the median of the whole table is another.
  const lines = Array.from(
    { length: 60_000 },
    (_, row) => `${String(row)},${row % 2 === 0 ? '' : row < 25_000 ? '1' : '900'}`,
  );
  writeFileSync(file, `row,size\n${lines.join('\n')}\n`);
  await page.goto(workbench.address);
  await page.locator('input[type=file]').first().setInputFiles(file);
  await expect(page.getByRole('grid')).toBeVisible({ timeout: 60_000 });
  await rail(page, 'Prepare').click();
  await page.getByText('Clean', { exact: true }).click();
  await page.getByRole('button', { name: 'Add step' }).click();
  await page.keyboard.type('fill missing');
  await page.keyboard.press('Enter');
  const settings = page.getByRole('complementary', { name: 'Step' });
  await settings.getByRole('group', { name: 'Columns' }).getByRole('checkbox', { name: 'size' }).check();
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('The first 20,000 of 60,000 rows, measured on', { timeout: 60_000 });
  await expect(preview).toContainText('measured on all rows', { timeout: 60_000 });
  await expect(preview.getByRole('grid')).toContainText('900');
});
