import { writeFileSync } from 'node:fs';
import { expect, openSample, sampleFile, test } from './support/workbench';

test('the profile shows what belongs together, and what of it gives the target away', async ({
  page,
  workbench,
}, info) => {
  await openSample(page, workbench.address, 'Palmer penguins');
  await page.getByRole('radiogroup', { name: 'Look at' }).getByText('Profile').click();
  const profile = page.getByRole('region', { name: 'Profile of penguins' });
  await expect(profile.getByRole('figure', { name: 'Columns that belong together' })).toBeVisible();
  await expect(profile.getByRole('figure', { name: 'Classes of Species' })).toContainText('152');
  await expect(profile.getByRole('figure', { name: 'What is missing together' })).toContainText('333');

  // The two columns of a square, chosen by keyboard too.
  await profile.getByRole('combobox', { name: 'First column' }).click();
  await page.getByRole('option', { name: 'Island' }).click();
  await profile.getByRole('combobox', { name: 'Second column' }).click();
  await page.getByRole('option', { name: 'Sex' }).click();
  await expect(profile.getByRole('figure', { name: 'Island and Sex' })).toBeVisible();
  await profile.getByRole('combobox', { name: 'Measure' }).click();
  await page.getByRole('option', { name: 'Spearman' }).click();
  await expect(profile.getByRole('img', { name: /Spearman of 4 columns/ })).toBeVisible();

  const path = info.outputPath('leaky.csv');
  const rows = Array.from(
    { length: 300 },
    (_, i) => `${(i * 7919) % 997},${i % 3 === 0 ? 'x' : 'y'},${i % 3 === 0 ? 1 : 2}`,
  );
  writeFileSync(path, `size,kind,stamp\n${rows.join('\n')}\n`);
  await page.locator('input[type=file]').first().setInputFiles(path);
  await page.getByRole('combobox', { name: 'Column to predict' }).click();
  await page.getByRole('option', { name: /kind/ }).click();
  const leaky = page.getByRole('region', { name: 'Profile of leaky' });
  await expect(leaky.getByRole('region', { name: 'What would mislead' })).toContainText(
    '"stamp" alone predicts',
  );
  await leaky.getByRole('button', { name: 'Leave out stamp' }).click();
  await expect(leaky.getByText('Left out')).toBeVisible();
});

test('drift compares two data sets of the project', async ({ page, workbench }, info) => {
  await page.goto(workbench.address);
  await page.locator('input[type=file]').first().setInputFiles(sampleFile('cars.csv'));
  await expect(page.getByRole('grid')).toBeVisible();
  await page.getByRole('radiogroup', { name: 'Look at' }).getByText('Drift').click();
  await expect(page.getByText('There is nothing to compare with yet')).toBeVisible();
  const later = info.outputPath('later.csv');
  const rows = Array.from({ length: 200 }, (_, i) => `Mars,${20 + (i % 5)}`);
  writeFileSync(later, `Origin,Cylinders\n${rows.join('\n')}\n`);
  await page.locator('input[type=file]').first().setInputFiles(later);
  const drift = page.getByRole('region', { name: 'Drift of later' });
  await expect(drift).toContainText('Columns it lacks: Name');
  await expect(drift.getByRole('figure', { name: 'How far each column moved' })).toContainText('different');
  await drift.getByRole('combobox', { name: 'Column to compare' }).click();
  await page.getByRole('option', { name: /Origin/ }).click();
  await expect(drift).toContainText('1 new value: Mars (200 rows)');
});
