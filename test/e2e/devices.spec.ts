import { writeFileSync } from 'node:fs';
import { startHost } from '../support/browser-host';
import { softwareGraphics } from '../support/software-graphics';
import { expect, rail, test } from './support/workbench';

const graphics = softwareGraphics();

test('a graphics processor is offered, timed and told of', async ({ page }, info) => {
  test.skip('reason' in graphics, 'reason' in graphics ? graphics.reason : '');
  // Most of the time is spent by the software that stands in for a graphics processor.
  test.slow();
  const path = info.outputPath('table.csv');
  const lines = Array.from({ length: 6000 }, (_, row) => {
    const [a, b] = [Math.sin(row * 1.7), Math.cos(row * 2.3)];
    return `${a.toFixed(4)},${b.toFixed(4)},${a * b > 0 ? 'yes' : 'no'}`;
  });
  writeFileSync(path, `a,b,answer\n${lines.join('\n')}\n`);
  const host = await startHost(['--no-open'], 'env' in graphics ? graphics.env : {});
  try {
    await page.goto(host.address);
    await page.locator('input[type=file]').first().setInputFiles(path);
    await expect(page.getByRole('grid')).toBeVisible({ timeout: 60_000 });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('predict answer');
    await page.keyboard.press('Enter');
    await expect(page.getByText('CPU or GPU (WebGPU)')).toBeVisible({ timeout: 60_000 });

    await rail(page, 'Model').click();
    const epochs = page.getByLabel(/^Epochs/).first();
    await epochs.fill('9000');
    await epochs.press('Enter');
    const device = page.getByRole('combobox', { name: 'Device' });
    await expect(async () => {
      // A list that is open closes when what is below it scrolls.
      await device.focus();
      await device.press('Enter');
      const webgpu = page.getByRole('option', { name: /WebGPU.*SwiftShader \(software\)/ });
      await expect(webgpu).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(page.getByRole('option', { name: /DirectML.*not here/ })).toBeVisible();
    await page.keyboard.press('Escape');

    const timed = /Devices timed: cpu [\d,]+, webgpu [\d,]+ rows a second\./;
    await rail(page, 'Train').click();
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByText(timed)).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: 'See the scores' }).click({ timeout: 60_000 });
    await expect(page.getByText(/^cpu [\d,]+, webgpu [\d,]+ rows a second$/)).toBeVisible();
    for (const open of page.context().pages()) await open.close();
  } finally {
    await host.stop();
  }
});
