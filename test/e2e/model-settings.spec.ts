import { expect, openSample, rail, test } from './support/workbench';

test('how a network learns can be set in every part, undone, trained and read again', async ({
  page,
  workbench,
}) => {
  await openSample(page, workbench.address, 'Palmer penguins');
  await rail(page, 'Model').click();
  // What most tables are trained with, until something else is chosen.
  await expect(page.getByRole('radio', { name: 'Standard', exact: true })).toBeChecked();
  await page.getByRole('radio', { name: 'Quick', exact: true }).check({ force: true });
  const settings = page.getByRole('complementary', { name: 'Settings' });
  const group = (name: string) => settings.locator('summary', { hasText: new RegExp(`^${name}`) });
  const choose = async (label: string, option: string): Promise<void> => {
    await settings.getByRole('combobox', { name: label, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };

  await expect(group('Loss')).toContainText('Cross-entropy');
  await group('Loss').click();
  await choose('Weights of classes', 'Every class the same');
  await expect(group('Loss')).toContainText('balanced');

  await group('Optimizer').click();
  await choose('Optimizer', 'AdamW');
  await expect(group('Optimizer')).toContainText('AdamW, 0.003');
  await expect(settings.getByRole('spinbutton', { name: 'Weight decay' })).toHaveValue('0.01');

  await group('Schedule').click();
  await choose('Learning rate over time', 'Cosine');
  await expect(settings.getByRole('img', { name: /Learning rate over/ })).toBeVisible();

  await group('Regularization').click();
  const norm = settings.getByRole('spinbutton', { name: 'Largest norm of the gradient' });
  await norm.fill('1');
  await norm.press('Enter');
  await expect(group('Regularization')).toContainText('norm of gradient 1');

  await group('Stopping').click();
  await choose('What is watched', 'Accuracy');
  const goal = settings.getByRole('spinbutton', { name: 'Good enough' });
  await goal.fill('0.9');
  await goal.press('Enter');
  await expect(group('Stopping')).toContainText('good enough at 0.9');

  // Each is one step of undo.
  await page.keyboard.press('Control+z');
  await expect(group('Stopping')).not.toContainText('good enough');
  await page.keyboard.press('Control+Shift+z');
  await expect(group('Stopping')).toContainText('good enough at 0.9');

  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('is trained', { timeout: 120_000 });
  await rail(page, 'Evaluate').click();
  const main = page.getByRole('main');
  await expect(main).toContainText('it was as good as asked for');
  await expect(main).toContainText('AdamW, decay 0.01');
  await expect(main).toContainText('Automatic, balanced classes');
});
