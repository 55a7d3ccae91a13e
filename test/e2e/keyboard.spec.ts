import { expect, openSample, rail, test } from './support/workbench';

test('commands, undo and the table work from the keyboard', async ({ page, workbench }) => {
  await openSample(page, workbench.address, 'Palmer penguins');
  const target = page.getByRole('combobox', { name: 'Column to predict' });
  await expect(target).toContainText('Species');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('predict island');
  await page.keyboard.press('Enter');
  await expect(target).toContainText('Island');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(target).toContainText('Species');
  await page.keyboard.press('Control+Shift+z');
  await expect(target).toContainText('Island');

  // Arrows move through the table, End to its last column; the page never scrolls away under it.
  await page.getByRole('grid').focus();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('grid').getByRole('gridcell').first()).toBeVisible();

  await page.keyboard.press('Alt+3');
  await expect(page.getByRole('main', { name: 'Model' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(rail(page, 'Model')).toHaveAttribute('aria-current', 'page');
});

test('nothing is cut off or scrolls sideways, from 1280 x 720 down to 200 % zoom, in both themes', async ({
  page,
  workbench,
}) => {
  await openSample(page, workbench.address, 'Cars of 1970 to 1982');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const size of [
      { width: 1280, height: 720 },
      { width: 640, height: 360 },
    ]) {
      await page.setViewportSize(size);
      for (const view of ['Data', 'Prepare', 'Model', 'Train', 'Evaluate', 'Export']) {
        await rail(page, view).click();
        await expect(page.getByRole('main', { name: view === 'Data' ? 'cars' : view })).toBeVisible();
        const wider = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
        expect(wider, `${view} at ${size.width}`).toBeLessThanOrEqual(0);
      }
    }
  }
});
