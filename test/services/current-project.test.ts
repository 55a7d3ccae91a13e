import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProjectState } from '../../src-main/contract/schemas/app';
import { projectIdSchema } from '../../src-main/contract/schemas/common';
import { EventBus } from '../../src-main/services/bus';
import { CurrentProject } from '../../src-main/services/current-project';
import { Workspace } from '../../src-main/workspace';

let root: string;
let workspace: Workspace;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'strongroom-current-'));
  workspace = await Workspace.open(root);
});
afterEach(async () => {
  await workspace.close();
  await rm(root, { recursive: true, force: true });
});

function watched(): { current: CurrentProject; pushed: ProjectState[] } {
  const bus = new EventBus();
  const pushed: ProjectState[] = [];
  bus.subscribe((event, payload) => {
    if (event === 'project.changed' && 'recipe' in payload) pushed.push(payload);
  });
  return { current: new CurrentProject(workspace, bus), pushed };
}

test('the first start makes a project, asked for several times it is one', async () => {
  const { current } = watched();
  const projects = await Promise.all([current.get(), current.get(), current.get()]);
  expect(new Set(projects).size).toBe(1);
  expect(await workspace.list()).toHaveLength(1);
});

test('the next start opens the one that was open last', async () => {
  const { current } = watched();
  await current.create('Old');
  await new Promise((resolve) => setTimeout(resolve, 5));
  const { id } = await current.create('New');
  await workspace.close();
  workspace = await Workspace.open(root);
  expect((await watched().current.get()).id).toBe(id);
});

test('one that is open in another process or damaged does not keep the workbench from starting', async () => {
  const held = await workspace.create('Held');
  const damaged = await workspace.create('Damaged');
  await workspace.close();
  // This test's parent is alive for as long as the test.
  await writeFile(join(held.path, 'lock'), JSON.stringify({ pid: process.ppid, host: hostname() }));
  await writeFile(join(damaged.path, 'recipe.json'), '{');
  await rm(join(damaged.path, 'recipe-journal.json'));
  workspace = await Workspace.open(root);
  const project = await watched().current.get();
  expect([held.id, damaged.id]).not.toContain(project.id);
});

test('only changes of the project that is shown are pushed', async () => {
  const { current, pushed } = watched();
  const first = await current.create('First');
  const second = await current.create('Second');
  current.changed(first);
  current.changed(second);
  expect(pushed.map(({ name }) => name)).toEqual(['First', 'Second', 'Second']);
});

test('a project that cannot be opened leaves the one that is shown', async () => {
  const { current } = watched();
  const shown = await current.create('Shown');
  await expect(current.open(projectIdSchema.parse('nothing'))).rejects.toMatchObject({
    code: 'PROJECT_NOT_FOUND',
  });
  expect(await current.get()).toBe(shown);
});
