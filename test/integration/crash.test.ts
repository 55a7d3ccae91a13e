import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Supervisor } from '../../src-main/sessions';
import { importDataset } from '../../src-main/services/work/import-dataset';
import { startSession } from '../../src-main/services/work/start-session';
import { Workspace } from '../../src-main/workspace';
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
