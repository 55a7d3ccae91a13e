import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { baseRate, withRateChanges } from '../../../src-main/contract/planning';
import { rateChangeSchema, trainingSchema } from '../../../src-main/contract/schemas/training';
import type { RateChange } from '../../../src-main/contract/schemas/training';
import { outputMetrics, validationScore } from '../../../src-main/engine/evaluate/validation-score';
import { startTensors } from '../../../src-main/engine/features/tensors';
import type { TaskContext } from '../../../src-main/engine/protocol';
import { Random } from '../../../src-main/engine/random';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import { reference } from '../../../src-main/engine/runtimes/reference';
import type { Runtime } from '../../../src-main/engine/runtimes/runtime';
import { fitNetwork } from '../../../src-main/engine/train/fit';
import { contextOf, prepareTable, recipeOf } from './tables';

beforeAll(startTensors);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strongroom-rate-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const table = (() => {
  const random = new Random(6, 'rates');
  return prepareTable(
    Array.from({ length: 300 }, () => {
      const x = random.normal();
      return { x: String(x), target: String(2 * x + 0.3 * random.normal()) };
    }),
    'target',
    2,
  );
})();

const epochs = 10;

interface Made {
  changes?: RateChange[];
  context?: TaskContext;
  resume?: boolean;
  checkpoints?: boolean;
}

async function outcome(
  runtime: Runtime,
  { changes = [], context, resume = false, checkpoints = false }: Made,
) {
  const recipe = recipeOf({
    model: { hidden: [8], dropout: 0.2 },
    training: trainingSchema.parse({
      epochs,
      patience: 100,
      schedule: { kind: 'cosine', warmUpEpochs: 2 },
      rateChanges: changes,
    }),
  });
  const { network, history, rateChanges } = await fitNetwork(
    {
      fitted: table.fitted,
      recipe,
      runtime,
      train: table.train,
      validation: table.validation,
      score: validationScore,
      metrics: outputMetrics,
      ...(checkpoints ? { checkpoints: { path: join(folder, 'checkpoint.bin'), resume, seconds: 0 } } : {}),
    },
    context ?? contextOf(),
  );
  const weights = network.getWeights().map((weight) => [...weight.dataSync()]);
  network.dispose();
  return { history, weights, rateChanges };
}

/** A person who changes the rate, each before one of the epochs. @param stopAfter epochs after which it is cancelled. */
function person(wanted: ReadonlyMap<number, number>, stopAfter = Infinity): TaskContext {
  let epoch = 0;
  const controller = new AbortController();
  return contextOf({
    signal: controller.signal,
    takeLearningRate: () => {
      epoch += 1;
      if (epoch > stopAfter) controller.abort();
      return wanted.get(epoch) ?? null;
    },
  });
}

describe.each<Runtime>([onnx, reference])('$name', (runtime) => {
  test('a change on the way is written down, and a recipe with it gives the same bits', async () => {
    const live = await outcome(runtime, {
      context: person(
        new Map([
          [4, 0.1],
          [8, 0.0005],
        ]),
      ),
    });
    expect(live.rateChanges).toEqual([
      { epoch: 4, learningRate: 0.1 },
      { epoch: 8, learningRate: 0.0005 },
    ]);
    const again = await outcome(runtime, { changes: live.rateChanges });
    expect(again).toEqual(live);
    const plain = await outcome(runtime, {});
    expect(plain.history.slice(0, 3)).toEqual(live.history.slice(0, 3));
    expect(plain.weights).not.toEqual(live.weights);
    // The schedule goes on multiplying what the rate starts from.
    const rate = (of: typeof plain, epoch: number): number => of.history[epoch - 1]?.learningRate ?? 0;
    expect(rate(live, 6) / rate(plain, 6)).toBeCloseTo(0.1 / 0.003, 6);
  });

  test.each([5, 9])(
    'what ended after %i epochs goes on with the change, wherever its checkpoint was',
    async (stopAfter) => {
      const wanted = new Map([[4, 0.05]]);
      const whole = await outcome(runtime, { context: person(wanted) });
      await expect(
        outcome(runtime, { context: person(wanted, stopAfter), checkpoints: true }),
      ).rejects.toMatchObject({ code: 'CANCELLED' });
      // The manifest of the session has been told of the change, which may be later than the checkpoint.
      const changes = whole.rateChanges;
      expect(await outcome(runtime, { changes, resume: true, checkpoints: true })).toEqual(whole);
    },
  );
});

test('law: whenever and however often the rate is changed, the run is given again to the bit', async () => {
  const wishes = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: epochs }), fc.double({ min: 1e-5, max: 0.1, noNaN: true })),
    { maxLength: 4, selector: ([epoch]) => epoch },
  );
  await fc.assert(
    fc.asyncProperty(wishes, async (wanted) => {
      const live = await outcome(onnx, { context: person(new Map(wanted)) });
      expect(await outcome(onnx, { changes: live.rateChanges })).toEqual(live);
    }),
    { numRuns: 6 },
  );
});

describe('laws of changes', () => {
  const change = fc
    .record({
      epoch: fc.integer({ min: 1, max: 20 }),
      learningRate: fc.double({ min: 1e-6, max: 10, noNaN: true }),
      fold: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    })
    .map(({ fold, ...rest }) => rateChangeSchema.parse(fold === undefined ? rest : { ...rest, fold }));
  const training = { learningRate: 0.5, optimizer: 'adam' } as const;

  test('adding changes twice changes nothing, and each place has one', () => {
    fc.assert(
      fc.property(fc.array(change), fc.array(change), (before, raw) => {
        const more = withRateChanges(
          [],
          raw.filter(
            (one, place) =>
              raw.findIndex((other) => other.epoch === one.epoch && other.fold === one.fold) === place,
          ),
        );
        const once = withRateChanges(before, more);
        expect(withRateChanges(once, more)).toEqual(once);
        for (const one of more) expect(once).toContainEqual(one);
      }),
    );
  });

  test('the rate is that of the recipe before the first change, and that of the last one after it', () => {
    fc.assert(
      fc.property(
        fc.array(change),
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 0, max: 3 }),
        (all, epoch, fold) => {
          const own = all.filter((one) => (one.fold ?? fold) === fold && one.epoch <= epoch);
          const rate = baseRate(training, all, epoch, fold);
          if (own.length === 0) expect(rate).toBe(0.5);
          else {
            const latest = Math.max(...own.map((one) => one.epoch));
            expect(
              own.filter((one) => one.epoch === latest).map(({ learningRate }) => learningRate),
            ).toContain(rate);
          }
        },
      ),
    );
  });
});
