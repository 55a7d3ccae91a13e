import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { RunId } from '../../src-main/contract/schemas/common';
import { featuresSchema } from '../../src-main/contract/schemas/features';
import { modelSchema } from '../../src-main/contract/schemas/model';
import type { Recipe } from '../../src-main/contract/schemas/recipe';
import { trainingSchema } from '../../src-main/contract/schemas/training';
import { checkpointFile, modelFiles } from '../../src-main/engine/protocol';
import { Random } from '../../src-main/engine/random';
import { Supervisor } from '../../src-main/sessions';
import { importDataset } from '../../src-main/services/work/import-dataset';
import { resumeSession, startSession } from '../../src-main/services/work/start-session';
import { Workspace, type Project } from '../../src-main/workspace';
import { nextEvent, sample, startHouse } from './support/house';

const work = { signal: new AbortController().signal, report: () => undefined };

test('kill -9 of the child that trains: an error with a code, a project that opens, a training that starts again', async () => {
  const house = await startHouse();
  const { engine } = house;
  if (!(engine instanceof Supervisor)) throw new Error('not the real supervisor');
  const project = await house.current.get();
  const file = { path: sample('penguins.csv'), name: 'penguins.csv' };
  await importDataset(house, project, file, { target: 'Species' }, work);
  const set = (epochs: number, patience: number): Promise<void> =>
    project.changeRecipe((recipe) => ({ ...recipe, training: { ...recipe.training, epochs, patience } }));

  await set(100_000, 10_000);
  const session = await startSession(house, project);
  await nextEvent(house.bus, 'session.epochs', ({ points }) => points.length > 0);
  const busy = engine.children.filter(({ role, isIdle }) => role === 'tensors' && !isIdle);
  expect(busy).toHaveLength(1);
  process.kill(busy[0]?.pid ?? 0, 'SIGKILL');
  await session.ended;
  expect(session.current).toMatchObject({ state: 'failed', error: { code: 'ENGINE_CRASHED' } });
  expect(session.current.error?.message).toContain('SIGKILL');
  expect(await readdir(join(project.path, 'runs'))).toEqual([]);
  // It could be taken up again; here it is not wanted.
  expect(project.state.interrupted).toMatchObject([{ id: session.current.id, epochs: 100_000 }]);
  await project.sessions.discard(session.current.id);
  expect(await readdir(join(project.path, 'sessions'))).toEqual([]);

  await set(3, 3);
  const again = await startSession(house, project);
  await again.ended;
  expect(again.current.state).toBe('done');

  await house.close();
  const workspace = await Workspace.open(house.workspace.root);
  const { state } = await workspace.project(project.id);
  expect([state.datasets.length, state.runs.length, state.warnings]).toEqual([1, 1, []]);
  await workspace.close();
});

describe('a training that is killed at any moment goes on to the same bits', () => {
  const recipeOf = (recipe: Recipe): Recipe => ({
    ...recipe,
    // A small network, so that thousands of epochs take seconds.
    features: featuresSchema.parse({}),
    model: modelSchema.parse({ dropout: 0.3 }),
    training: trainingSchema.parse({ epochs: 2000, patience: 2000, optimizer: 'adamw' }),
  });
  const weightsOf = (project: Project, id: RunId): Promise<Buffer> =>
    readFile(join(project.runs.path(id), modelFiles.weights));

  test('kill -9 of the child that trains, again and again', async () => {
    const house = await startHouse();
    const { engine } = house;
    if (!(engine instanceof Supervisor)) throw new Error('not the real supervisor');
    const project = await house.current.get();
    const file = { path: sample('penguins.csv'), name: 'penguins.csv' };
    await importDataset(house, project, file, { target: 'Species' }, work);
    await project.changeRecipe(recipeOf);
    const whole = await startSession(house, project);
    await whole.ended;
    expect(whole.current.state).toBe('done');

    const random = new Random(Date.now() >>> 0, 'moments');
    const begun = await startSession(house, project);
    const { id } = begun.current;
    let session = begun;
    for (let kill = 0; kill < 3; kill++) {
      await nextEvent(house.bus, 'session.epochs', ({ points }) => points.length > 0);
      await setTimeout(random.below(1200));
      const busy = engine.children.find(({ role, isIdle }) => role === 'tensors' && !isIdle);
      if (busy?.pid === undefined || !session.isActive) break;
      process.kill(busy.pid, 'SIGKILL');
      await session.ended;
      expect(session.current).toMatchObject({ state: 'failed', error: { code: 'ENGINE_CRASHED' } });
      session = resumeSession(house, project, id);
    }
    await session.ended;
    expect(session.current.state).toBe('done');
    expect(await weightsOf(project, id)).toEqual(await weightsOf(project, whole.current.id));
    const [first, second] = [await project.runs.get(whole.current.id), await project.runs.get(id)];
    expect(second.history).toEqual(first.history);
    expect(second.metrics).toEqual(first.metrics);
    expect(project.state.interrupted).toEqual([]);
    expect((await readdir(project.runs.path(id))).sort()).toEqual(
      (await readdir(project.runs.path(whole.current.id))).sort(),
    );
    await house.close();
  });

  test('the program ends while it trains, and takes it up after the next start', async () => {
    const house = await startHouse();
    const project = await house.current.get();
    const file = { path: sample('penguins.csv'), name: 'penguins.csv' };
    await importDataset(house, project, file, { target: 'Species' }, work);
    await project.changeRecipe(recipeOf);
    const whole = await startSession(house, project);
    await whole.ended;
    const session = await startSession(house, project);
    await nextEvent(house.bus, 'session.epochs', ({ points }) => points.length > 0);
    const { id } = session.current;
    // On a machine that is done before the first checkpoint there is nothing to take up.
    while (session.isActive && !existsSync(join(project.sessions.path(id), checkpointFile)))
      await setTimeout(20);
    await house.close();
    if (session.current.state === 'done') return;

    const after = await startHouse(house.workspace.root);
    const reopened = await after.current.open(project.id);
    expect(reopened.state.interrupted.map((item) => item.id)).toEqual([id]);
    const resumed = resumeSession(after, reopened, id);
    await resumed.ended;
    expect(resumed.current.state).toBe('done');
    expect(await weightsOf(reopened, id)).toEqual(await weightsOf(reopened, whole.current.id));
    await after.close();
  });
});
