import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StrongroomError } from '../../src-main/contract/errors';
import { runIdSchema, type RunId } from '../../src-main/contract/schemas/common';
import { mostQueued, type Queued } from '../../src-main/contract/schemas/queue';
import { recipeSchema } from '../../src-main/contract/schemas/recipe';
import { RunQueue } from '../../src-main/services/run-queue';
import { Workspace, type Project } from '../../src-main/workspace';

let root: string;
let workspace: Workspace;
let project: Project;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'strongroom-queue-'));
  workspace = await Workspace.open(root);
  project = await workspace.create('Test');
});
afterEach(async () => {
  await workspace.close();
  await rm(root, { recursive: true, force: true });
});

const recipe = recipeSchema.parse({
  version: 1,
  data: { dataset: null, fingerprint: null, reading: null },
  cleaning: [],
  target: 'y',
});
const id = (name: string): RunId => runIdSchema.parse(name);
const item = (name: string): Queued => ({
  id: id(name),
  name,
  addedAt: new Date().toISOString(),
  recipe,
  state: 'waiting',
  error: null,
});

/** A house in which trainings begin at once and end when they are told to. */
function houseOf(fails: Record<string, StrongroomError> = {}) {
  const begun: string[] = [];
  let busy = false;
  const queue: RunQueue = new RunQueue({
    isBusy: () => busy,
    start: async (_project, { name }, signal) => {
      await new Promise((done) => setTimeout(done, 5));
      if (signal.aborted) throw new StrongroomError('CANCELLED', 'cancelled');
      const failure = fails[name];
      if (failure !== undefined) throw failure;
      if (busy) throw new StrongroomError('BUSY', 'another one was quicker');
      busy = true;
      begun.push(name);
    },
    changed: () => undefined,
  });
  const settle = (): Promise<void> => queue.settled();
  return {
    queue,
    begun,
    settle,
    occupy: () => (busy = true),
    end: async () => {
      busy = false;
      queue.next();
      await settle();
    },
  };
}

const states = (): string[] => project.queue.list().map(({ name, state }) => `${name} ${state}`);

test('trainings begin one after the other, in the order in which they stand', async () => {
  const { queue, begun, settle, end } = houseOf();
  for (const name of ['a', 'b', 'c']) await queue.add(project, item(name));
  await settle();
  expect(begun).toEqual(['a']);
  await queue.move(project, id('c'), 0);
  expect(states()).toEqual(['c waiting', 'b waiting']);
  await end();
  await queue.remove(project, id('b'));
  await end();
  expect(begun).toEqual(['a', 'c']);
  expect(states()).toEqual([]);
});

test('one that cannot be started says why, and the next one has its turn; it can be tried again', async () => {
  const fails: Record<string, StrongroomError> = {
    b: new StrongroomError('DATASET_NOT_FOUND', 'The data are gone.'),
  };
  const { queue, begun, settle, end } = houseOf(fails);
  for (const name of ['a', 'b', 'c']) await queue.add(project, item(name));
  await settle();
  await end();
  expect(begun).toEqual(['a', 'c']);
  expect(project.queue.list()).toMatchObject([
    { name: 'b', state: 'failed', error: { code: 'DATASET_NOT_FOUND' } },
  ]);
  await end();
  expect(begun).toEqual(['a', 'c']);
  delete fails['b'];
  await queue.release(project);
  await settle();
  expect(begun).toEqual(['a', 'c', 'b']);
  expect(states()).toEqual([]);
});

test('one that somebody else was quicker than waits on', async () => {
  const { queue, begun, settle, occupy, end } = houseOf();
  await queue.add(project, item('a'));
  occupy();
  await settle();
  expect(states()).toEqual(['a waiting']);
  await end();
  expect(begun).toEqual(['a']);
});

test('one that is taken out while its table is made ready does not begin', async () => {
  const { queue, begun, settle } = houseOf();
  await queue.add(project, item('a'));
  await queue.add(project, item('b'));
  await queue.remove(project, id('a'));
  await settle();
  expect(begun).toEqual(['b']);
});

test('what waits is there after a restart, held until somebody says so', async () => {
  const first = houseOf();
  first.occupy();
  await first.queue.add(project, item('a'));
  await first.queue.add(project, item('b'));
  const { id: projectId } = project;
  await first.queue.close();
  await workspace.close();
  workspace = await Workspace.open(root);
  project = await workspace.project(projectId);
  expect(states()).toEqual(['a held', 'b held']);
  expect(project.state.queue.map(({ recipe: kept }) => kept)).toEqual([recipe, recipe]);
  const { queue, begun, settle } = houseOf();
  queue.next();
  await settle();
  expect(begun).toEqual([]);
  await queue.release(project);
  await settle();
  expect(begun).toEqual(['a']);
  expect(states()).toEqual(['b waiting']);
});

test('a queue that cannot be read begins empty, with a warning', async () => {
  const first = houseOf();
  first.occupy();
  await first.queue.add(project, item('a'));
  const { id: projectId, path } = project;
  await workspace.close();
  await writeFile(join(path, 'queue.json'), (await readFile(join(path, 'queue.json'), 'utf8')).slice(0, 80));
  workspace = await Workspace.open(root);
  project = await workspace.project(projectId);
  expect(project.state.queue).toEqual([]);
  expect(project.state.warnings).toMatchObject([{ code: 'PROJECT_DAMAGED' }]);
});

test('bad requests: too many, and what does not wait', async () => {
  const { queue, occupy } = houseOf();
  occupy();
  for (let place = 0; place < mostQueued; place++) await project.queue.add(item(`q${String(place)}`));
  await expect(queue.add(project, item('more'))).rejects.toMatchObject({ code: 'BUSY' });
  await expect(queue.remove(project, id('nobody'))).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  await expect(queue.move(project, id('nobody'), 0)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  await queue.move(project, id('q0'), 10_000);
  expect(project.queue.list().at(-1)?.name).toBe('q0');
});
