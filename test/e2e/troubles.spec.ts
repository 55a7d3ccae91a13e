import { writeFileSync } from 'node:fs';
import { engineChildren, expect, openLongTraining, rail, startTraining, test } from './support/workbench';

const bad: [name: string, content: string | Buffer, code: string][] = [
  ['empty.csv', '', 'FILE_EMPTY'],
  ['header.csv', 'a,b,c\n', 'HEADER_ONLY'],
  ['picture.csv', Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex'), 'FILE_NOT_TEXT'],
  ['wide.csv', `${Array.from({ length: 10_001 }, (_, i) => `c${i}`).join(',')}\n1\n`, 'TOO_MANY_COLUMNS'],
];

test('a file that cannot be read is an error where it was dropped, and the next one works', async ({
  page,
  workbench,
}, info) => {
  await page.goto(workbench.address);
  await expect(page.getByRole('button', { name: 'Choose file' })).toBeVisible();
  for (const [name, content, code] of bad) {
    const path = info.outputPath(name);
    writeFileSync(path, content);
    await page.locator('input[type=file]').first().setInputFiles(path);
    await expect(page.getByRole('alert').filter({ hasText: code })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Use sample Cars of 1970 to 1982' }).click();
  await expect(page.getByRole('grid')).toContainText('chevrolet');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('rows that cannot be read are counted and listed with line and reason', async ({
  page,
  workbench,
}, info) => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i},${i % 2 === 0 ? 'yes' : 'no'}`);
  rows[4] = '4,yes,one too many';
  const path = info.outputPath('ragged.csv');
  writeFileSync(path, `size,good\n${rows.join('\n')}\n`);
  await page.goto(workbench.address);
  await page.locator('input[type=file]').first().setInputFiles(path);
  await expect(page.getByRole('grid')).toBeVisible();
  const notes = page.getByRole('region', { name: 'Notes on the import' });
  await expect(notes).toContainText('1');
  await notes.getByRole('button').first().click();
  await expect(notes).toContainText('one too many');
  await expect(notes).toContainText('6');
});

test('training that loses its engine says so, and can be started again', async ({
  page,
  workbench,
}, info) => {
  await openLongTraining(page, workbench.address, info.outputPath('noise.csv'));
  await startTraining(page);
  const children = engineChildren(workbench.process, 'tensors');
  expect(children.length).toBeGreaterThan(0);
  for (const pid of children) process.kill(pid, 'SIGKILL');
  await expect(page.getByRole('alert')).toContainText('ENGINE_CRASHED');

  await page.getByRole('button', { name: 'Train again' }).click();
  await expect(page.getByRole('button', { name: 'Stop and keep the best' })).toBeEnabled();
  await page.getByRole('button', { name: 'Stop and keep the best' }).click();
  await expect(page.getByRole('main')).toContainText('is trained', { timeout: 60_000 });
});

test('cancelled training keeps nothing; training goes on when the page is closed', async ({
  page,
  workbench,
  context,
}, info) => {
  await openLongTraining(page, workbench.address, info.outputPath('noise.csv'));
  await startTraining(page);
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('main')).toContainText('was cancelled; nothing of it was kept');

  await startTraining(page);
  await page.close();
  const later = await context.newPage();
  await later.goto(new URL('/', workbench.address).href);
  await rail(later, 'Train').click();
  await later.getByRole('button', { name: 'Stop and keep the best' }).click();
  await rail(later, 'Evaluate').click();
  await expect(later.getByRole('main')).toContainText('R²', { timeout: 60_000 });
});
