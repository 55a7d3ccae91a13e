import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeTags, runMarksSchema } from '../../src-main/contract/schemas/run-marks';
import { Workspace, readRun, type Project } from '../../src-main/workspace';
import { addRun } from './runs';

let root: string;
let workspace: Workspace;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'strongroom-runs-'));
  workspace = await Workspace.open(root);
});
afterEach(async () => {
  await workspace.close();
  await rm(root, { recursive: true, force: true });
});

async function restart({ id }: Project): Promise<Project> {
  await workspace.close();
  workspace = await Workspace.open(root);
  return workspace.project(id);
}

test('name, tags and note of a run outlive a restart, and change nothing else of it', async () => {
  const project = await workspace.create('P');
  const id = await addRun(project, 'a');
  const before = await project.runs.get(id);
  await project.runs.mark(id, { tags: ['good', '夏'], note: 'two\nlines' });
  await project.runs.mark(id, { name: 'Best so far' });
  const again = await restart(project);
  expect(again.runs.list()[0]).toMatchObject({
    name: 'Best so far',
    tags: ['good', '夏'],
    note: 'two\nlines',
  });
  expect(await again.runs.get(id)).toEqual({
    ...before,
    name: 'Best so far',
    tags: ['good', '夏'],
    note: 'two\nlines',
  });
});

test('a run of an earlier version has no tags and no note', async () => {
  const project = await workspace.create('P');
  const id = await addRun(project, 'a');
  const file = join(project.runs.path(id), 'run.json');
  const old = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  delete old['tags'];
  delete old['note'];
  await writeFile(file, JSON.stringify(old));
  expect((await restart(project)).runs.list()[0]).toMatchObject({ tags: [], note: '' });
});

test('a removed run lies in the bin, also after a restart, and comes back whole', async () => {
  const project = await workspace.create('P');
  const id = await addRun(project, 'a', 'First');
  const run = await project.runs.get(id);
  await project.runs.remove(id);
  expect(project.state.runs).toEqual([]);
  expect(() => project.runs.path(id)).toThrow(expect.objectContaining({ code: 'RUN_NOT_FOUND' }));
  const again = await restart(project);
  expect(again.state.bin.map(({ name }) => name)).toEqual(['First']);
  await again.runs.restore(id);
  expect(await again.runs.get(id)).toEqual(run);
  expect((await readdir(again.runs.path(id))).sort()).toEqual(['run.json', 'weights.bin']);
  expect(again.state.bin).toEqual([]);
});

test('only what is in the bin can be restored or erased, and what is erased is gone', async () => {
  const project = await workspace.create('P');
  const id = await addRun(project, 'a');
  await expect(project.runs.erase(id)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  await project.runs.remove(id);
  await project.runs.erase(id);
  await expect(project.runs.restore(id)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  expect(await readdir(join(project.path, 'bin', 'runs'))).toEqual([]);
});

test('damaged run folders are named and left out, wherever they are', async () => {
  const project = await workspace.create('P');
  const good = await addRun(project, 'good');
  const removed = await addRun(project, 'removed');
  await project.runs.remove(removed);
  const shelf = join(project.path, 'runs');
  await mkdir(join(shelf, 'empty'));
  await mkdir(join(shelf, 'broken'));
  await writeFile(join(shelf, 'broken', 'run.json'), '{"formatVersion":1');
  await cp(join(shelf, good), join(shelf, 'copied'), { recursive: true });
  await writeFile(join(project.path, 'bin', 'runs', removed, 'run.json'), 'null');
  const again = await restart(project);
  expect(again.runs.list().map(({ id }) => id)).toEqual([good]);
  const told = again.state.warnings.map(({ message }) => message).join('\n');
  for (const name of ['empty', 'broken', 'copied', 'removed']) expect(told).toContain(name);
});

test('a folder that is read by itself tells what is wrong with it', async () => {
  await expect(readRun(join(root, 'nothing'), 'MODEL_DAMAGED')).rejects.toMatchObject({
    code: 'MODEL_DAMAGED',
  });
});

test('a tag is there once, whatever its case; adding and taking away leave the others', () => {
  expect(runMarksSchema.parse({ tags: [' Good', 'good', 'b'] }).tags).toEqual(['Good', 'b']);
  expect(changeTags(['a', 'B'], ['b', 'c'], ['A'])).toEqual(['B', 'c']);
});

test('projects are renamed, open or not', async () => {
  const open = await workspace.create('Open');
  const { id } = await workspace.create('Closed');
  await workspace.close();
  workspace = await Workspace.open(root);
  await workspace.rename(id, 'Closed, renamed');
  const project = await workspace.project(open.id);
  await workspace.rename(project.id, 'Open, renamed');
  expect(project.state.name).toBe('Open, renamed');
  expect((await workspace.list()).map(({ name }) => name).sort()).toEqual([
    'Closed, renamed',
    'Open, renamed',
  ]);
});

test('a removed project lies in the bin and comes back with its runs', async () => {
  const project = await workspace.create('P');
  await addRun(project, 'a');
  await workspace.remove(project.id);
  expect(await workspace.list()).toEqual([]);
  await expect(workspace.project(project.id)).rejects.toMatchObject({ code: 'PROJECT_NOT_FOUND' });
  expect((await workspace.listRemoved()).map(({ name }) => name)).toEqual(['P']);
  await workspace.restore(project.id);
  expect((await workspace.project(project.id)).runs.list()).toHaveLength(1);
  await workspace.remove(project.id);
  await workspace.erase(project.id);
  expect(await workspace.listRemoved()).toEqual([]);
});

test('a project that is open in another process is neither renamed nor removed', async () => {
  const { id, path } = await workspace.create('Held');
  await workspace.close();
  workspace = await Workspace.open(root);
  // This test's parent is alive for as long as the test.
  await writeFile(join(path, 'lock'), JSON.stringify({ pid: process.ppid, host: hostname() }));
  await expect(workspace.rename(id, 'Mine')).rejects.toMatchObject({ code: 'BUSY' });
  await expect(workspace.remove(id)).rejects.toMatchObject({ code: 'BUSY' });
  expect((await workspace.list()).map(({ name }) => name)).toEqual(['Held']);
});
