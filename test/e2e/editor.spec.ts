import { expect, openSample, rail, test } from './support/workbench';
import type { Page } from '@playwright/test';

const layers = (page: Page) => page.getByRole('listbox', { name: 'Layers of the network' });
const layer = (page: Page, name: RegExp) => layers(page).getByRole('option', { name });
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Settings' });

/** The text of the clipboard. */
const clipboard = async (page: Page): Promise<string> =>
  String(await page.evaluate('navigator.clipboard.readText()'));

/** Opens the editor over the network of a preset. */
async function edit(page: Page, address: string, preset: string): Promise<void> {
  await openSample(page, address, 'Palmer penguins');
  await rail(page, 'Model').click();
  await page.getByRole('radio', { name: new RegExp(`^${preset}`) }).check();
  await page.getByRole('button', { name: 'Edit this network' }).click();
  await expect(layers(page)).toBeVisible();
}

test('a network is edited: a layer added, a mistake mended by a click, undone, trained and evaluated', async ({
  page,
  workbench,
}) => {
  await edit(page, workbench.address, 'TabM');
  const train = page.getByRole('button', { name: 'Train', exact: true });
  await expect(train).toBeEnabled();
  const before = await layers(page).getByRole('option').count();

  // A layer by the keyboard alone.
  await layer(page, /^Hidden layer 1/).click();
  await page.keyboard.press('a');
  await page.keyboard.type('layer norm');
  await page.keyboard.press('Enter');
  await expect(layer(page, /^Layer normalisation/)).toHaveAttribute('aria-selected', 'true');
  await expect(layers(page).getByRole('option')).toHaveCount(before + 1);

  // Figures follow each key, before the value is done.
  await layer(page, /^Hidden layer 2/).click();
  const units = inspector(page).getByRole('spinbutton', { name: 'Units' });
  await units.fill('33');
  await expect(layer(page, /^Hidden layer 2/)).toContainText('33 units');
  await units.press('Escape');
  await expect(layer(page, /^Hidden layer 2/)).toContainText('256 units');

  // A mistake: told at the layer, with what it gets and needs; training waits.
  await layer(page, /^Input/).click();
  await page.keyboard.press('a');
  await page.keyboard.type('lstm');
  await page.keyboard.press('Enter');
  await expect(layer(page, /^LSTM.*takes steps of channels/)).toBeVisible();
  const note = inspector(page).getByRole('alert');
  await expect(note).toContainText('It needs');
  await expect(note).toContainText('steps × channels');
  await expect(train).toBeDisabled();
  await note.getByRole('button', { name: /Remove LSTM/ }).click();
  await expect(layer(page, /^LSTM/)).toHaveCount(0);
  await expect(train).toBeEnabled();

  // Undo brings the mistake back, and the layer before it away.
  await layer(page, /^Input/).click();
  await page.keyboard.press('Control+z');
  await expect(layer(page, /^LSTM/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(layers(page).getByRole('option')).toHaveCount(before + 1);
  await page.keyboard.press('Control+z');
  await expect(layers(page).getByRole('option')).toHaveCount(before);
  await page.keyboard.press('Control+Shift+z');
  await expect(layer(page, /^Layer normalisation/)).toBeVisible();

  await page.getByText('Training', { exact: true }).click();
  const epochs = inspector(page).getByRole('spinbutton', { name: 'Epochs' });
  await epochs.fill('3');
  await epochs.press('Enter');
  await train.click();
  await expect(page.getByRole('main')).toContainText('is trained', { timeout: 120_000 });
  await rail(page, 'Evaluate').click();
  await expect(page.getByRole('main')).toContainText('Accuracy');

  // How long an epoch takes is known now, and the way back says what is lost.
  await rail(page, 'Model').click();
  await expect(page.getByRole('group', { name: 'The whole network' })).toContainText('an epoch');
  await page.getByRole('button', { name: 'Back to TabM' }).click();
  const dialog = page.getByRole('dialog', { name: 'Back to TabM' });
  await expect(dialog).toContainText('1 layer added: Layer normalisation');
  await dialog.getByRole('button', { name: 'Back to TabM' }).click();
  await expect(page.getByRole('radio', { name: /^TabM/ })).toBeChecked();
  await expect(page.getByRole('radio', { name: /^Own network/ })).toBeVisible();
});

test('the same network as a list: moved, copied, pasted as JSON, and as Keras code', async ({
  page,
  workbench,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await edit(page, workbench.address, 'Multilayer perceptron');
  await layer(page, /^Hidden layer 2/).click();
  await page.getByText('List', { exact: true }).click();
  const list = page.getByRole('grid', { name: 'Layers of the network' });
  const rows = list.locator('tbody tr');
  // What was chosen in the graph is chosen here.
  await expect(list.locator('tr[aria-selected="true"]')).toContainText('Hidden layer 2');
  await expect(rows.nth(3)).toContainText('4,160');
  await list.locator('tr[aria-selected="true"]').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(rows.nth(2)).toContainText('Hidden layer 2');
  await expect(rows.nth(3)).toContainText('Activation');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(rows.nth(3)).toContainText('Hidden layer 2');
  await rows.nth(4).dragTo(rows.nth(1));
  await expect(rows.nth(2)).toContainText('Activation');
  await expect(rows.nth(4)).toContainText('Hidden layer 2');
  await page.keyboard.press('Control+z');

  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Copy as Keras code' }).click();
  await expect(page.getByText('The network as Keras code was copied.')).toBeVisible();
  const code = await clipboard(page);
  expect(code).toContain('layers.Dense(64, name="hidden1")');
  expect(code).toContain('activation="softmax"');
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Copy as JSON' }).click();
  const text = await clipboard(page);

  await page.getByRole('button', { name: 'Paste' }).click();
  const dialog = page.getByRole('dialog', { name: 'Paste layers' });
  const field = dialog.getByRole('textbox');
  await field.fill('{"layers":[{"id":"x","kind":"dense","units":0}]}');
  await dialog.getByRole('button', { name: 'Paste' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Layer 1 (x), dense: units');
  await field.fill(text.replaceAll('"units": 64', '"units": 16'));
  await dialog.getByRole('button', { name: 'Paste' }).click();
  await expect(rows.nth(3)).toContainText('16 units');

  // Two layers by the keys of the clipboard, behind the chosen one.
  await rows.nth(1).click();
  await rows.nth(2).click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(rows).toHaveCount(8);
  await page.keyboard.press('Delete');
  await expect(rows).toHaveCount(6);
});

test('layers are connected by dragging, connections taken away, and layers put on them', async ({
  page,
  workbench,
}) => {
  await edit(page, workbench.address, 'Multilayer perceptron');
  await layer(page, /^Hidden layer 2/).click();
  await page.keyboard.press('a');
  await page.keyboard.type('add');
  await page.keyboard.press('Enter');
  await expect(layer(page, /^Add;.*needs several/)).toBeVisible();
  const from = layer(page, /^Hidden layer 1/).locator('.port');
  const [start, end] = [await from.boundingBox(), await layer(page, /^Add;/).boundingBox()];
  if (start === null || end === null) throw new Error('nothing is drawn');
  await page.mouse.move(start.x + 8, start.y + 8);
  await page.mouse.down();
  await page.mouse.move(end.x + 40, end.y + 20, { steps: 6 });
  await page.mouse.up();
  await expect(layer(page, /^Add; value by value; gives 64/)).toBeVisible();

  // A layer goes, and the two around it are connected.
  await layer(page, /^Hidden layer 2/).click();
  await page.keyboard.press('Delete');
  await expect(layer(page, /^Hidden layer 2/)).toHaveCount(0);
  await expect(layer(page, /^Add; value by value; gives 64/)).toBeVisible();
  // Arrows follow the connections.
  await layer(page, /^Input/).click();
  await page.keyboard.press('ArrowDown');
  await expect(layer(page, /^Hidden layer 1/)).toBeFocused();
});
