import { expect, test } from 'vitest';
import { importDataset } from '../../src-main/services/work/import-dataset';
import { newRunId, startSession } from '../../src-main/services/work/start-session';
import { createBackend } from '../../src-main/services';
import { featuresSchema } from '../../src-main/contract/schemas/features';
import { layerHistorySchema } from '../../src-main/contract/schemas/layers';
import { modelSchema } from '../../src-main/contract/schemas/model';
import { trainingSchema } from '../../src-main/contract/schemas/training';
import { engineOptions, nextEvent, sample, startHouse, temporaryFolder } from './support/house';

const work = { signal: new AbortController().signal, report: () => undefined };

test('a rate that is changed while it trains makes a run that is given again to the bit, from a queue that a restart holds', async () => {
  const workspace = await temporaryFolder();
  const house = await startHouse(workspace);
  const project = await house.current.get();
  const file = { path: sample('penguins.csv'), name: 'penguins.csv' };
  await importDataset(house, project, file, { target: 'Species' }, work);
  await project.changeRecipe((recipe) => ({
    ...recipe,
    // A small network, so that thousands of epochs take seconds.
    features: featuresSchema.parse({}),
    model: modelSchema.parse({}),
    training: trainingSchema.parse({ epochs: 3000, patience: 3000, learningRate: 0.001 }),
  }));
  const session = await startSession(house, project);
  await nextEvent(house.bus, 'session.epochs', ({ points }) => points.length > 0);
  session.setLearningRate(0.0002);
  await nextEvent(house.bus, 'session.changed', ({ rateChanges }) => rateChanges.length > 0);
  await session.ended;
  expect(session.current.error).toBeNull();
  const first = await project.runs.get(session.current.id);
  expect(first.recipe.training.rateChanges).toEqual([
    { epoch: expect.any(Number) as number, learningRate: 0.0002 },
  ]);
  expect(() => session.setLearningRate(0.1)).toThrow(/only be changed while it trains/);
  const { epoch = 0 } = first.recipe.training.rateChanges[0] ?? {};
  expect(first.history[epoch - 2]?.learningRate).toBe(0.001);
  expect(first.history[epoch - 1]?.learningRate).toBe(0.0002);

  // The recipe of the run as the project's own, in the queue behind a training that the program's end cuts off.
  await project.changeRecipe(() => first.recipe);
  const cut = await startSession(house, project, work, {
    recipe: { ...first.recipe, training: { ...first.recipe.training, epochs: 100_000, patience: 10_000 } },
  });
  await nextEvent(house.bus, 'session.epochs', ({ points }) => points.length > 0);
  const id = project.id;
  await house.queue.add(project, {
    id: newRunId(),
    name: 'Run 7',
    addedAt: new Date().toISOString(),
    recipe: first.recipe,
    state: 'waiting',
    error: null,
  });
  await house.close();
  expect(cut.current.state).not.toBe('done');

  const backend = await createBackend({ ...engineOptions, host: 'browser', workspace });
  try {
    const { handlers } = backend;
    const opened = await handlers['projects.open']({ project: id });
    expect(opened.queue).toMatchObject([{ name: 'Run 7', state: 'held' }]);
    expect(opened.interrupted).toHaveLength(1);
    const ended = nextEvent(
      backend,
      'session.changed',
      ({ name, state }) => name === 'Run 7' && state === 'done',
    );
    await handlers['queue.release']({});
    await ended;
    const state = await handlers['projects.current']({});
    expect(state.queue).toEqual([]);
    const run = state.runs.find(({ name }) => name === 'Run 7');
    if (run === undefined) throw new Error('the run is missing');
    const again = await handlers['runs.get']({ run: run.id });
    expect(again.metrics).toEqual(first.metrics);
    expect(again.history).toEqual(first.history);
    const layers = layerHistorySchema.parse(await handlers['runs.layers']({ run: run.id }));
    expect(layers.readings.length).toBeGreaterThan(10);
    expect(layers.readings.length).toBeLessThanOrEqual(64);
    expect(again.history.some(({ trainMetrics }) => trainMetrics !== undefined)).toBe(true);
  } finally {
    await backend.close();
  }
});
