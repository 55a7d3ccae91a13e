import { expect, openLongTraining, rail, startTraining, test } from './support/workbench';

test('a training is watched, held on, given another learning rate, and followed by the next of the queue', async ({
  page,
  workbench,
}, info) => {
  test.setTimeout(300_000);
  await openLongTraining(page, workbench.address, info.outputPath('long.csv'));
  await startTraining(page);
  const main = page.getByRole('main');
  await expect(page).toHaveTitle(/^\d+ % · Strongroom$/);

  // Space holds on and goes on, wherever it does nothing else.
  await main.getByText('Run 1: Training').click();
  await page.keyboard.press('Space');
  await expect(main).toContainText('Run 1: Paused');
  await expect(page).toHaveTitle(/^Paused, \d+ %/);

  // While it waits there is time to look: the cursor, the log scale, the table, what waits.
  const loss = page.getByRole('figure', { name: 'Loss by epoch' });
  const picture = loss.getByRole('img');
  await picture.focus();
  await page.keyboard.press('ArrowRight');
  await expect(loss).toContainText(/epoch 1.*training.*validation/s);
  // The cursor is one for all curves.
  await expect(page.getByRole('figure', { name: 'R² by epoch' }).locator('line.cursor')).toHaveCount(1);
  const log = page.getByRole('button', { name: 'Log scale' });
  await log.click();
  await expect(log).toHaveAttribute('aria-pressed', 'true');
  await expect(loss).toContainText('log scale');
  await log.click();
  await loss.hover();
  await page.getByRole('button', { name: 'Show table: Loss by epoch' }).click();
  await expect(loss.getByRole('columnheader', { name: 'validation' })).toBeVisible();
  await page.getByRole('button', { name: 'Show table: Loss by epoch' }).click();
  const layers = page.getByRole('region', { name: 'By layer' });
  await expect(layers).toContainText('hidden1');
  await layers.getByText('Step ÷ weights').click();
  await expect(layers.getByRole('figure', { name: 'Step ÷ weights by layer' })).toBeVisible();

  for (const name of ['Run 2', 'Run 3']) {
    await page.getByRole('button', { name: 'Add to queue' }).click();
    await expect(page.getByRole('region', { name: 'Queue of trainings' })).toContainText(name);
  }
  const queue = page.getByRole('region', { name: 'Queue of trainings' });
  await expect(queue.getByRole('listitem').first()).toContainText('the same as the one before');
  await expect(page.getByRole('link', { name: '2 waiting' })).toBeVisible();
  await page.getByRole('button', { name: 'Run 3 earlier' }).click();
  await expect(queue.getByRole('listitem').first()).toContainText('Run 3');
  await page.getByRole('button', { name: 'Remove Run 2 from the queue' }).click();
  await expect(queue).not.toContainText('Run 2');

  const rate = page.getByRole('group', { name: 'Learning rate' });
  await rate.getByRole('button', { name: 'Learning rate ÷ 10' }).click();
  await expect(rate).toContainText('0.0003 from the next epoch on');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(rate).toContainText(/0\.0003 since epoch \d+/, { timeout: 60_000 });
  await expect(main).toContainText('learning rate changed');

  await page.getByRole('button', { name: 'Stop and keep the best' }).click();
  await expect(main).toContainText('Run 3: ', { timeout: 120_000 });
  await expect(queue).toHaveCount(0);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(main).toContainText('Run 3 was cancelled');
  await expect(page).toHaveTitle('Strongroom');

  // What was seen while it trained is kept with the run.
  await rail(page, 'Evaluate').click();
  await expect(page.getByRole('region', { name: 'By layer' })).toContainText('hidden1', { timeout: 60_000 });
  await expect(main).toContainText('learning rate changed');
});

test('the browser is asked about notifications only after a click', async ({
  page,
  workbench,
  context,
}, info) => {
  test.setTimeout(240_000);
  await context.grantPermissions([]);
  await page.addInitScript({
    content: `
      globalThis.asked = 0;
      Object.defineProperty(Notification, 'permission', { get: () => (asked > 0 ? 'granted' : 'default') });
      Notification.requestPermission = async () => {
        asked += 1;
        return 'granted';
      };`,
  });
  await openLongTraining(page, workbench.address, info.outputPath('long.csv'));
  await startTraining(page);
  const askedTimes = (): Promise<unknown> => page.evaluate('asked');
  expect(await askedTimes()).toBe(0);
  await page.getByRole('button', { name: 'Notify me at the end' }).click();
  await expect.poll(askedTimes).toBe(1);
  await expect(page.getByRole('button', { name: 'Notify me at the end' })).toHaveCount(0);

  // In another view a message tells of the end.
  await page.getByRole('button', { name: 'Stop and keep the best' }).click();
  await rail(page, 'Data').click();
  const messages = page.getByRole('status', { name: 'Messages' });
  await expect(messages).toContainText('Run 1 is trained.', { timeout: 60_000 });
  await messages.getByRole('button', { name: 'See the scores' }).click();
  await expect(page.getByRole('main', { name: 'Evaluate' })).toBeVisible();
});
