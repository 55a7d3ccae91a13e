import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { datasetIdSchema, projectIdSchema } from '../../src-main/contract/schemas/common';
import { datasetSchema, type Dataset } from '../../src-main/contract/schemas/data';
import { Workspace, type Project } from '../../src-main/workspace';

let root: string;
const open: Workspace[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'strongroom-workspace-'));
});
afterEach(async () => {
  for (const workspace of open.splice(0)) await workspace.close();
  await rm(root, { recursive: true, force: true });
});

async function openWorkspace(): Promise<Workspace> {
  const workspace = await Workspace.open(root);
  open.push(workspace);
  return workspace;
}

/** Closes and opens again, as a restart of the program does. */
async function restart(workspace: Workspace, { id }: Project): Promise<Project> {
  await workspace.close();
  return (await openWorkspace()).project(id);
}

const dataset = (id: string): Dataset =>
  datasetSchema.parse({
    formatVersion: 1,
    id,
    name: id,
    createdAt: `2026-01-01T00:00:0${id.slice(-1)}Z`,
    source: { name: 'a.csv', bytes: 3 },
    fingerprint: 'ab',
    reading: {
      encoding: 'utf-8',
      delimiter: ',',
      quote: '"',
      hasHeader: true,
      decimalSeparator: '.',
      dateOrder: 'ymd',
      missingWords: [],
    },
    rows: 1,
    columns: [],
    rejectedRows: 0,
    warnings: [],
  });

const addDataset = (project: Project, id: string): Promise<Dataset> =>
  project.datasets.add(datasetIdSchema.parse(id), async (folder) => {
    await writeFile(join(folder, 'data.parquet'), 'parquet');
    return dataset(id);
  });

const setSeed = (project: Project, seed: number): Promise<void> =>
  project.changeRecipe((recipe) => ({ ...recipe, seed }));

test('projects are listed, the last opened first', async () => {
  const workspace = await openWorkspace();
  const first = await workspace.create('First');
  await new Promise((resolve) => setTimeout(resolve, 5));
  await workspace.create('Second');
  expect((await workspace.list()).map(({ name }) => name)).toEqual(['Second', 'First']);
  expect((await workspace.project(first.id)).state).toMatchObject({
    name: 'First',
    datasets: [],
    runs: [],
    warnings: [],
    canUndo: false,
  });
});

test('undo and redo survive a restart', async () => {
  const workspace = await openWorkspace();
  const project = await workspace.create('P');
  await setSeed(project, 5);
  await setSeed(project, 6);
  await project.undo();
  const again = await restart(workspace, project);
  expect([again.recipe.seed, again.state.canUndo, again.state.canRedo]).toEqual([5, true, true]);
  await again.redo();
  expect(again.recipe.seed).toBe(6);
});

test('changes asked for at the same time all happen, one after another', async () => {
  const project = await (await openWorkspace()).create('P');
  await Promise.all(
    Array.from({ length: 20 }, () =>
      project.changeRecipe((recipe) => ({ ...recipe, seed: recipe.seed + 1 })),
    ),
  );
  expect(project.recipe.seed).toBe(21);
});

test('a data set appears whole or not at all', async () => {
  const workspace = await openWorkspace();
  const project = await workspace.create('P');
  await addDataset(project, 'd1');
  const failing = project.datasets.add(datasetIdSchema.parse('d2'), async (folder) => {
    await writeFile(join(folder, 'data.parquet'), 'half');
    throw new Error('the import failed');
  });
  await expect(failing).rejects.toThrow('the import failed');
  expect(await readdir(join(project.path, 'datasets'))).toEqual(['d1']);
  expect(project.state.datasets.map(({ id }) => id)).toEqual(['d1']);
});

test('what a killed process left half made is cleared away', async () => {
  const workspace = await openWorkspace();
  const project = await workspace.create('P');
  await addDataset(project, 'd1');
  await mkdir(join(project.path, 'datasets', '.unfinished-d2'));
  await mkdir(join(project.path, 'runs', '.unfinished-r1'));
  await writeFile(join(project.path, '.recipe.json.1234.tmp'), '{');
  const again = await restart(workspace, project);
  expect(await readdir(join(again.path, 'datasets'))).toEqual(['d1']);
  expect(await readdir(join(again.path, 'runs'))).toEqual([]);
  expect(await readdir(again.path)).not.toContain('.recipe.json.1234.tmp');
});

test('a project whose making was broken off is not listed, and cleared away when it is old', async () => {
  const making = join(root, 'projects', '.unfinished-p1');
  await mkdir(making, { recursive: true });
  expect(await (await openWorkspace()).list()).toEqual([]);
  expect(await readdir(join(root, 'projects'))).toEqual(['.unfinished-p1']);
  const yesterday = new Date(Date.now() - 86_400_000);
  await utimes(making, yesterday, yesterday);
  await openWorkspace();
  expect(await readdir(join(root, 'projects'))).toEqual([]);
});

test('a damaged data set or run is left out with a warning, and the project opens', async () => {
  const workspace = await openWorkspace();
  const project = await workspace.create('P');
  await addDataset(project, 'd1');
  await addDataset(project, 'd2');
  await writeFile(join(project.path, 'datasets', 'd1', 'dataset.json'), '{"formatVersion": 1');
  await mkdir(join(project.path, 'runs', 'r1'));
  await writeFile(join(project.path, 'runs', 'r1', 'run.json'), '{}');
  const { state } = await restart(workspace, project);
  expect(state.datasets.map(({ id }) => id)).toEqual(['d2']);
  expect(state.warnings.map(({ message }) => message)).toEqual([
    expect.stringContaining('data set d1 was left out'),
    expect.stringContaining('run r1 was left out'),
  ]);
  expect(state.warnings[0]?.message).toContain('dataset.json');
});

test('a damaged recipe comes back from its history, a damaged history begins anew', async () => {
  const workspace = await openWorkspace();
  const project = await workspace.create('P');
  await setSeed(project, 7);
  await writeFile(join(project.path, 'recipe.json'), 'not json');
  const second = await restart(workspace, project);
  expect(second.recipe.seed).toBe(7);
  expect(second.state.warnings.map(({ code }) => code)).toEqual(['RECIPE_RECOVERED']);
  await writeFile(join(project.path, 'recipe-journal.json'), 'not json');
  const third = await restart(open[open.length - 1] ?? workspace, second);
  expect([third.recipe.seed, third.state.canUndo]).toEqual([7, false]);
  expect(third.state.warnings.map(({ code }) => code)).toEqual(['HISTORY_LOST']);
});

test.each([
  ['project.json', '{}', 'PROJECT_DAMAGED'],
  ['recipe.json', '{"version": 99}', 'RECIPE_VERSION'],
])('%s with %s: %s, and it may be opened once it is mended', async (file, content, code) => {
  const workspace = await openWorkspace();
  const project = await workspace.create('P');
  const good = await readFile(join(project.path, file));
  await workspace.close();
  await writeFile(join(project.path, file), content);
  const again = await openWorkspace();
  await expect(again.project(project.id)).rejects.toMatchObject({ code });
  await writeFile(join(project.path, file), good);
  expect((await again.project(project.id)).id).toBe(project.id);
});

test('a recipe that was written when the crash came is in the history too', async () => {
  const workspace = await openWorkspace();
  const project = await workspace.create('P');
  const before = await readFile(join(project.path, 'recipe-journal.json'));
  await setSeed(project, 8);
  await writeFile(join(project.path, 'recipe-journal.json'), before);
  const again = await restart(workspace, project);
  expect([again.recipe.seed, again.state.canUndo]).toEqual([8, true]);
});

test('a project that does not exist', async () => {
  const workspace = await openWorkspace();
  await expect(workspace.project(projectIdSchema.parse('nothing'))).rejects.toMatchObject({
    code: 'PROJECT_NOT_FOUND',
  });
});

test('one process holds a project; what a dead one left is taken over', async () => {
  const workspace = await openWorkspace();
  const project = await workspace.create('P');
  const lock = join(project.path, 'lock');
  await workspace.close();

  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
  await writeFile(lock, JSON.stringify({ pid: other.pid, host: hostname() }));
  const again = await openWorkspace();
  await expect(again.project(project.id)).rejects.toMatchObject({
    code: 'BUSY',
    received: expect.stringContaining(String(other.pid)) as string,
  });
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect((await again.project(project.id)).id).toBe(project.id);
  expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ pid: process.pid });
});

test('scratch folders are gone after closing, and those of dead processes at the next start', async () => {
  const dead = spawn(process.execPath, ['-e', '0']);
  await once(dead, 'exit');
  await mkdir(join(root, 'scratch', `${String(dead.pid)}-old`), { recursive: true });
  const workspace = await openWorkspace();
  const { path } = workspace.scratch;
  expect(await readdir(join(root, 'scratch'))).toEqual([path.split(/[\\/]/).at(-1)]);
  await workspace.scratch.within('test', (folder) => writeFile(join(folder, 'a'), 'a'));
  expect(await readdir(path)).toEqual([]);
  await workspace.close();
  expect(await readdir(join(root, 'scratch'))).toEqual([]);
});

test('a workspace where nothing may be written is NOT_WRITABLE', async () => {
  await writeFile(join(root, 'file'), '');
  await expect(Workspace.open(join(root, 'file'))).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
});
