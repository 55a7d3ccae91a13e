import { writeFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { stepDefinitions, type StepKind } from '../../src-main/contract';
import { expect, rail, test } from './support/workbench';

/** Every type of column, gaps, spellings, blanks and words for missing among them. */
function mixed(rows: number): string {
  const lines = ['size,price,city,note,day,open,amount'];
  for (let row = 0; row < rows; row += 1) {
    const city = ['Rome', 'rome', ' Rome', 'Oslo', 'Oslo', 'unknown'][row % 6] ?? '';
    const size = row % 9 === 4 ? '' : String((row * 37) % 101);
    const day = `2024-0${String(1 + (row % 9))}-1${String(row % 7)}`;
    lines.push(
      `${size},${String((row * 13) % 71)}.5,${city},AB-${String(row % 40)} left,${day},${row % 2 === 0 ? 'true' : 'false'},"${String(1 + (row % 8))},${String(100 + row)} EUR"`,
    );
  }
  return `${lines.join('\n')}\n`;
}

async function openClean(page: Page, address: string, file: string): Promise<void> {
  await page.goto(address);
  await page.locator('input[type=file]').first().setInputFiles(file);
  await expect(page.getByRole('grid')).toBeVisible({ timeout: 60_000 });
  await rail(page, 'Prepare').click();
  await page.getByText('Clean', { exact: true }).click();
}

async function choose(page: Page, select: Locator, option: string): Promise<void> {
  await select.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

type Fill = (settings: Locator, page: Page) => Promise<void>;
const text =
  (label: string, value: string): Fill =>
  async (settings) => {
    const field = settings.getByRole('textbox', { name: label, exact: true });
    await field.fill(value);
    await field.blur();
  };
const check =
  (...names: string[]): Fill =>
  async (settings) => {
    for (const name of names) {
      const box = settings.getByRole('checkbox', { name, exact: true }).first();
      // An earlier change that is still on its way may show the box as it was for a moment.
      if (!(await box.isChecked())) await box.click();
      await expect(box).toBeChecked();
    }
  };
const column =
  (label: string, name: string): Fill =>
  async (settings, page) =>
    choose(page, settings.getByRole('combobox', { name: label, exact: true }), name);
const all =
  (...fills: Fill[]): Fill =>
  async (settings, page) => {
    for (const fill of fills) await fill(settings, page);
  };

/** What has to be chosen for each kind of step before it can be done. */
const fills: Record<StepKind, Fill> = {
  'trim-text': check('city'),
  'fill-missing': check('size'),
  'drop-columns': check('note'),
  'remove-duplicates': check('city'),
  'correct-cell': all(column('Column', 'city'), text('Value', 'Bergen')),
  'fill-in-order': check('size'),
  'fill-from-neighbours': check('size'),
  'drop-missing-rows': check('size'),
  'drop-missing-columns': check('size'),
  'remove-outliers': check('price'),
  'cap-outliers': check('price'),
  'mark-outliers': check('price'),
  'merge-rare': check('city'),
  'group-categories': column('Column', 'city'),
  'map-values': column('Column', 'city'),
  aggregate: all(check('city'), async (settings, page) => {
    await settings.getByRole('button', { name: 'Add column' }).click();
    await choose(page, settings.getByRole('combobox', { name: 'Column of measure 2' }), 'price');
  }),
  'pivot-wider': all(
    check('city'),
    column('Names of the new columns from', 'open'),
    column('Their values from', 'price'),
  ),
  'pivot-longer': check('size', 'price'),
  'sort-rows': check('price'),
  'change-case': check('city'),
  'normalise-text': check('city'),
  'replace-text': all(check('note'), text('Find', 'left')),
  'extract-text': all(column('Column', 'note'), text('Regular expression', '(\\d+)')),
  'pad-text': check('note'),
  'parse-numbers': check('amount'),
  'parse-dates': check('note'),
  'change-type': check('price'),
  'rename-columns': async (settings, page) => {
    await settings.getByRole('button', { name: 'Add', exact: true }).click();
    await choose(page, settings.getByRole('combobox', { name: 'Column 1' }), 'city');
    await text('New name 1', 'town')(settings, page);
  },
  'keep-columns': check('price', 'city'),
  'split-column': column('Column', 'note'),
  'combine-columns': check('city', 'note'),
  'bin-numbers': column('Column', 'price'),
  'round-numbers': check('price'),
  'derive-column': text('Expression', '"price" * 2'),
  'filter-rows': async (settings, page) => {
    await settings.getByRole('button', { name: 'Add condition' }).click();
    await choose(page, settings.getByRole('combobox', { name: 'Column of condition 1' }), 'city');
    await choose(page, settings.getByRole('combobox', { name: 'Comparison of condition 1' }), 'contains');
    await text('Value of condition 1', 'o')(settings, page);
    await settings.getByRole('button', { name: 'Add group' }).click();
    await choose(page, settings.getByRole('combobox', { name: 'Column of condition 2.1' }), 'price');
    await choose(page, settings.getByRole('combobox', { name: 'Comparison of condition 2.1' }), 'is between');
    await text('Value of condition 2.1', '5')(settings, page);
    await text('Upper value of condition 2.1', '30')(settings, page);
  },
  'sample-rows': async () => undefined,
  'first-rows': async () => undefined,
};

test('every kind of step can be added, filled in and previewed', async ({ page, workbench }, info) => {
  test.setTimeout(300_000);
  const file = info.outputPath('mixed.csv');
  writeFileSync(file, mixed(240));
  await openClean(page, workbench.address, file);
  const settings = page.getByRole('complementary', { name: 'Step' });
  const steps = page.getByRole('list', { name: 'Cleaning steps' });
  const preview = page.getByRole('region', { name: 'Preview' });
  const kinds = Object.keys(fills) as StepKind[];
  expect(kinds.toSorted()).toEqual(Object.keys(stepDefinitions).toSorted());
  for (const kind of kinds) {
    await test.step(kind, async () => {
      const { title } = stepDefinitions[kind];
      await page.getByRole('button', { name: 'Add step', exact: true }).click();
      await page.getByRole('combobox', { name: 'Find a step' }).fill(title);
      await page.getByRole('option').filter({ hasText: title }).first().click();
      await expect(settings.getByRole('heading', { name: title })).toBeVisible();
      await expect(preview.getByRole('grid').getByRole('columnheader').first()).toBeVisible();
      await fills[kind](settings, page);
      await expect(steps).not.toContainText('Not added yet');
      // No setting is a label alone.
      for (const field of await settings.locator('.field').all())
        await expect(field.locator('button, input, textarea').first()).toBeVisible();
      await expect(settings.locator('.report')).toHaveText(/\w/);
      await expect(preview.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
      await expect(settings.getByRole('alert')).toHaveCount(0);
      await expect(preview.getByRole('alert')).toHaveCount(0);
      await settings.getByRole('button', { name: 'Remove', exact: true }).click();
      await expect(settings).toHaveCount(0);
    });
  }
});

test('suggestions are looked at, added with undo, and dismissed; spellings are proposed', async ({
  page,
  workbench,
}, info) => {
  const file = info.outputPath('mixed.csv');
  writeFileSync(file, mixed(240));
  await openClean(page, workbench.address, file);
  const suggested = page.getByRole('region', { name: 'Suggested' });
  const steps = page.getByRole('list', { name: 'Cleaning steps' });
  const preview = page.getByRole('region', { name: 'Preview' });
  const trim = suggested.getByRole('listitem', { name: /Trim city/ });
  await expect(trim).toContainText(/Would change \d+ cells\./, { timeout: 30_000 });

  // Looking changes nothing.
  await trim.getByRole('button', { name: /Preview/ }).click();
  await expect(preview).toContainText('not added');
  await expect(preview.getByRole('grid').locator('s').first()).toHaveText(' Rome');
  await expect(steps).toHaveCount(0);

  await trim.getByRole('button', { name: /Add/ }).click();
  await expect(steps.getByRole('listitem')).toHaveCount(1);
  await expect(steps).toContainText('Trim city');
  await expect(trim).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(steps).toHaveCount(0);
  await expect(trim).toBeVisible();

  await trim.getByRole('button', { name: /Dismiss/ }).click();
  await expect(trim).toHaveCount(0);
  await page.reload();
  await rail(page, 'Prepare').click();
  await page.getByText('Clean', { exact: true }).click();
  await expect(trim).toBeVisible({ timeout: 30_000 });

  await page.getByRole('button', { name: 'Add step', exact: true }).click();
  await page.keyboard.type('misspelt');
  await page.keyboard.press('Enter');
  const settings = page.getByRole('complementary', { name: 'Step' });
  await expect(settings.getByRole('button', { name: 'Propose groups' })).toBeDisabled();
  await fills['group-categories'](settings, page);
  await settings.getByRole('button', { name: 'Propose groups' }).click();
  await expect(settings.getByRole('textbox', { name: 'Text of group 1' })).toHaveValue(/^ ?[Rr]ome$/, {
    timeout: 30_000,
  });
  await text('Text of group 1', 'Roma')(settings, page);
  await expect(preview.getByRole('grid')).toContainText('Roma');
});
