import { writeFileSync } from 'node:fs';
import { expect, rail, test } from './support/workbench';

test('numbered columns are grouped into a sequence, and a text is read piece by piece', async ({
  page,
  workbench,
}, info) => {
  const path = info.outputPath('days.csv');
  const steps = (stem: string): string[] =>
    Array.from({ length: 8 }, (_, step) => `${stem}_${String(step + 1)}`);
  const words = ['calm', 'grey', 'clear', 'windy', 'misty', 'bright', 'cold'];
  const lines = Array.from({ length: 200 }, (_, row) => {
    const numbers = Array.from({ length: 16 }, (__, at) => ((row * 31 + at * 17 + (row % 7) * at) % 101) / 7);
    const note = Array.from({ length: 4 }, (__, at) => words[(row * 5 + at * row + at) % 7]).join(' ');
    return [
      ...numbers.map((value) => value.toFixed(2)),
      `${note} day ${String(row)}`,
      row % 2 ? 'yes' : 'no',
    ].join(',');
  });
  writeFileSync(
    path,
    `${[...steps('temp'), ...steps('hum'), 'note', 'rain'].join(',')}\n${lines.join('\n')}\n`,
  );
  await page.goto(workbench.address);
  await page.locator('input[type=file]').first().setInputFiles(path);
  await expect(page.getByRole('grid')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('predict rain');
  await page.keyboard.press('Enter');
  await rail(page, 'Prepare').click();
  const inspector = page.getByRole('complementary', { name: 'Settings' });
  const row = (name: string) => page.getByRole('row').filter({ hasText: name }).last();

  await inspector.getByText('Sequences', { exact: true }).click();
  await expect(inspector.getByRole('region', { name: /Suggested sequence/ })).toContainText(
    '8 steps of temp, hum',
  );
  await inspector.getByRole('button', { name: 'Group them' }).click();
  await expect(inspector.getByRole('region', { name: 'Sequence steps' })).toBeVisible();
  await expect(row('temp_3')).toContainText('step 3 of temp in the sequence steps');
  await page.keyboard.press('Control+z');
  await expect(row('temp_3')).toContainText('piecewise-linear bins');
  await inspector.getByLabel('Columns of a new sequence').fill('temp_*; hum_');
  await expect(inspector.getByText('Each channel needs as many')).toBeVisible();
  await inspector.getByLabel('Columns of a new sequence').fill('temp_*; hum_*');
  await inspector.getByRole('button', { name: 'Add the sequence' }).click();
  await expect(row('hum_8')).toContainText('step 8 of hum in the sequence temp');

  await row('note').getByRole('combobox', { name: 'Role of note' }).click();
  await page.getByRole('option', { name: 'Input', exact: true }).click();
  await row('note').getByRole('combobox', { name: 'Type of note' }).click();
  await page.getByRole('option', { name: 'Free text', exact: true }).click();
  await row('note').getByText('note', { exact: true }).click();
  await inspector.getByRole('combobox', { name: 'What becomes of note', exact: true }).click();
  await page.getByRole('option', { name: 'Pieces in order', exact: true }).click();
  await expect(row('note')).toContainText('ids of 1000 pieces of words');
  // The id of the first piece of a text, of which the first pieces are single letters.
  await expect(inspector.getByRole('table')).toContainText(/[1-9]\d+ +\d+/);
});
