import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputMetrics, validationScore } from '../../../src-main/engine/evaluate/validation-score';
import { writeFrame } from '../../../src-main/engine/data/frame';
import { FrameReader } from '../../../src-main/engine/data/frame-source';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { Random } from '../../../src-main/engine/random';
import { reference } from '../../../src-main/engine/runtimes/reference';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import type { Runtime } from '../../../src-main/engine/runtimes/runtime';
import { fitNetwork } from '../../../src-main/engine/train/fit';
import type { FitOptions } from '../../../src-main/engine/train/fit';
import { temporaryFolder } from '../../support/table';
import { contextOf, prepareTable, recipeOf } from './tables';

/** Sorted by its target, so that an order that mixes too little would learn badly. */
function makeTable() {
  const random = new Random(4, 'table');
  const table = Array.from({ length: 900 }, () => {
    const [a, b] = [random.normal(), random.normal()];
    const target = a * a + b > 0.8 ? 'yes' : 'no';
    return { a: String(a), b: String(b), colour: ['red', 'green'][random.below(2)] ?? '', target };
  });
  return prepareTable(
    table.sort((x, y) => (x.target < y.target ? -1 : 1)),
    'target',
    2,
  );
}

const table = makeTable();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let file: FrameReader;
beforeAll(async () => {
  await startTensors();
  folder = await temporaryFolder();
  await writeFrame(join(folder.path, 'train.frame'), table.train);
  file = FrameReader.open(join(folder.path, 'train.frame'));
});
afterAll(async () => {
  file.close();
  await folder.remove();
});

async function fit(train: FitOptions['train'], runtime: Runtime, streaming?: FitOptions['streaming']) {
  const { fitted, validation } = table;
  const recipe = recipeOf({ model: { hidden: [16, 16] }, training: { epochs: 30, batchSize: 32 } });
  const { network, history } = await fitNetwork(
    {
      fitted,
      recipe,
      runtime,
      train,
      validation,
      score: validationScore,
      metrics: outputMetrics,
      ...(streaming === undefined ? {} : { streaming }),
    },
    contextOf(),
  );
  network.dispose();
  return { best: Math.max(...history.map(({ validationScore: score }) => score)), history };
}

const streamed: FitOptions['streaming'] = { mostBytes: 0, window: { blockRows: 16, poolBlocks: 8 } };

test.each([reference, onnx])(
  'a table that streams from its file learns as one in memory: $name',
  async (runtime) => {
    const memory = await fit(table.train, runtime);
    const { best, history } = await fit(file, runtime, streamed);
    expect(best).toBeGreaterThan(0.93);
    expect(best).toBeGreaterThan(memory.best - 0.03);
    expect((await fit(file, runtime, streamed)).history).toEqual(history);
  },
);

test('a table that fits is trained to the same bits whether it comes from a file or from memory', async () => {
  expect((await fit(file, reference)).history).toEqual((await fit(table.train, reference)).history);
});
