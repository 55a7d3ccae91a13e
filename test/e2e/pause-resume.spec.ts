import { engineChildren, expect, openLongTraining, rail, startTraining, test } from './support/workbench';

test('a training can be paused and resumed, and taken up again after its engine was killed', async ({
  page,
  workbench,
}, info) => {
  test.setTimeout(240_000);
  await openLongTraining(page, workbench.address, info.outputPath('long.csv'));
  await startTraining(page);
  const main = page.getByRole('main');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(main).toContainText('Paused');
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  const epochs = await main.getByText(/of at most/).textContent();
  await page.waitForTimeout(800);
  expect(await main.getByText(/of at most/).textContent()).toBe(epochs);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(main).toContainText('Training');
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeEnabled();

  // The engine is killed: nothing is lost but the epoch that ran.
  for (const pid of engineChildren(workbench.process, 'tensors')) process.kill(pid, 'SIGKILL');
  await expect(main).toContainText('was interrupted');
  await rail(page, 'Data').click();
  await rail(page, 'Train').click();
  await page
    .getByRole('region', { name: /was interrupted/ })
    .getByRole('button', { name: 'Resume' })
    .click();
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeEnabled();
  await expect(main).not.toContainText('was interrupted');
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(main).toContainText('was cancelled');
  await expect(main).not.toContainText('was interrupted');
});
