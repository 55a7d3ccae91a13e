import { readFileSync } from 'node:fs';
import { shot } from './support/picture';
import { expect, openSample, rail, test } from './support/workbench';

test('smaller networks are made, measured beside the model, verified and saved', async ({
  page,
  workbench,
}, info) => {
  test.slow();
  await openSample(page, workbench.address, 'Palmer penguins');
  // Quick to make smaller, on one processor too.
  await rail(page, 'Model').click();
  await page.getByRole('radio', { name: 'Multilayer perceptron' }).check({ force: true });
  await rail(page, 'Train').click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('main')).toContainText(/rows it has never seen|Evaluate/, { timeout: 120_000 });
  await rail(page, 'Export').click();
  await shot(page, 'target');
  const next = page.getByRole('button', { name: 'Continue' });
  await next.click();
  await shot(page, 'format');
  await next.click();
  const files = page.getByRole('region', { name: 'Files that can be made' });
  await shot(page, 'size-empty');

  // One job, with its progress; cancelled, nothing is known of them, and it can be asked for again.
  const make = files.getByRole('button', { name: 'Make and measure' });
  await make.click();
  await expect(page.getByRole('main')).toContainText('Measure smaller networks as ONNX');
  await shot(page, 'size-progress');
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).first().click();
  await expect(make).toBeEnabled({ timeout: 60_000 });
  await make.click();
  await expect(files.getByRole('button', { name: 'All measured' })).toBeVisible({ timeout: 180_000 });
  const row = (name: string | RegExp) =>
    files.getByRole('row').filter({ has: page.getByRole('radio', { name }) });
  for (const name of ['Pruned by half', 'Pruned by four fifths', /Trained for 8 bits/])
    await expect(row(name)).toContainText(/KB .*zipped.*ms/s);
  await expect(files.getByRole('row', { name: /Distilled into half the units/ })).toHaveCount(2);
  await shot(page, 'size-smaller');
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect(page.getByRole('button', { name: 'All measured' })).toHaveCount(2, { timeout: 120_000 });

  await files.getByRole('radio', { name: 'Distilled into half the units', exact: true }).check();
  await shot(page, 'size-all');
  await page.getByRole('button', { name: 'Export and verify' }).click();
  await expect(page.getByRole('main')).toContainText('gives the answers of the smaller network', {
    timeout: 60_000,
  });
  await expect(page.getByRole('main')).toContainText('The file holds a smaller network');
  await shot(page, 'verified');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as JSON' }).click();
  const certificate = info.outputPath('certificate.json');
  await (await saved).saveAs(certificate);
  expect(JSON.parse(readFileSync(certificate, 'utf8'))).toMatchObject({
    verdict: 'passed',
    file: { network: 'distilled', quantize: 'none' },
  });
  await next.click();
  await shot(page, 'save');
  await page.getByRole('radio', { name: 'The model alone' }).check({ force: true });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save model' }).click();
  expect((await download).suggestedFilename()).toMatch(/distilled into half the units\.onnx$/);
});
