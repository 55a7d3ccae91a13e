import { readFileSync, writeFileSync } from 'node:fs';
import Papa from 'papaparse';
import { picture } from './support/picture';
import { expect, rail, sampleFile, test } from './support/workbench';

test('from a sample to a verified model and predictions for a new file', async ({
  page,
  workbench,
}, info) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(workbench.address);

  // First start: a real sample is offered.
  await expect(page.getByRole('button', { name: 'Choose file' })).toBeVisible();
  await picture(page, 'start');
  await page.getByRole('button', { name: 'Use sample Palmer penguins' }).click();

  // Data: the table with a summary of every column.
  await expect(page.getByRole('grid')).toContainText('Torgersen');
  await expect(page.getByText('344')).not.toHaveCount(0);
  await picture(page, 'data');

  await rail(page, 'Prepare').click();
  await expect(page.getByRole('main')).toContainText('Flipper Length (mm)');
  await picture(page, 'prepare');

  await rail(page, 'Model').click();
  await expect(page.getByRole('main')).toContainText('3'); // three classes to tell apart
  await picture(page, 'model');

  // Train, and watch the loss curve.
  await rail(page, 'Train').click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('main')).toContainText(/rows it has never seen|Evaluate/, { timeout: 120_000 });
  await expect(page.getByRole('main')).toContainText('Loss by epoch');
  await picture(page, 'train');

  // Evaluate: scores on rows the model has never seen.
  await rail(page, 'Evaluate').click();
  await expect(page.getByRole('main')).toContainText('Accuracy');
  await picture(page, 'evaluate');
  await expect(page.getByText('These are the settings in use.')).toBeVisible();
  await rail(page, 'Model').click();
  const rate = page.getByRole('spinbutton', { name: 'Learning rate' });
  await rate.fill('0.02');
  await rate.press('Enter');
  await rail(page, 'Evaluate').click();
  await page.getByRole('button', { name: 'Use these settings' }).click();
  await expect(page.getByText('These are the settings in use.')).toBeVisible();
  await rail(page, 'Model').click();
  await expect(rate).toHaveValue('0.002');

  // Export: ONNX, verified, saved.
  await rail(page, 'Export').click();
  const next = page.getByRole('button', { name: 'Continue' });
  await next.click();
  await expect(page.getByRole('radio', { name: 'ONNX' })).toBeChecked();
  await next.click();
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect(page.getByRole('button', { name: 'All measured' })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Export and verify' }).click();
  await expect(page.getByRole('main')).toContainText(/verified/i, { timeout: 60_000 });
  await picture(page, 'export');
  await next.click();
  await page.getByRole('radio', { name: 'The model alone' }).check({ force: true });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save model' }).click();
  const model = info.outputPath('model.onnx');
  await (await download).saveAs(model);
  expect(readFileSync(model).length).toBeGreaterThan(1000);

  // Predict a new file: without the target, with a species of island never seen and a blank.
  const rows = Papa.parse<Record<string, string>>(readFileSync(sampleFile('penguins.csv'), 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data.slice(0, 50);
  const fresh = rows.map(({ Species: _species, ...rest }, i) =>
    i === 7 ? { ...rest, Island: 'Atlantis' } : rest,
  );
  const file = info.outputPath('new-penguins.csv');
  writeFileSync(file, Papa.unparse(fresh));
  await page.getByRole('radio', { name: 'Predict a file' }).check({ force: true });
  await page.locator('input[type=file]').last().setInputFiles(file);
  // It is compared with the training data first.
  await expect(page.getByRole('region', { name: 'What differs from the training' })).toContainText(
    'Atlantis',
  );
  await page.getByRole('button', { name: 'Predict 50 rows' }).click();
  await expect(page.getByRole('main')).toContainText('50 rows predicted', { timeout: 60_000 });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: /Save.*CSV|Save predictions/i }).click();
  const predictions = info.outputPath('predictions.csv');
  await (await saved).saveAs(predictions);
  const answers = Papa.parse<Record<string, string>>(readFileSync(predictions, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data;
  expect(answers).toHaveLength(50);
  const right = answers.filter((answer, i) => answer['predicted'] === rows[i]?.['Species']).length;
  expect(right / 50).toBeGreaterThan(0.95);
});
