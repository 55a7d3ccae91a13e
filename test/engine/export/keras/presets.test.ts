import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { presetNames } from '../../../../src-main/contract/network/presets/names';
import { hostileFrame } from '../../../../src-main/engine/export/hostile';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { fittedWith, presetOptions } from '../../../parity/arbitraries';
import { predictionsOf, randomFrame, randomNetwork } from '../../../parity/support';
import { exportedAs } from './support';

beforeAll(startTensors);

const task = fc.constantFrom('regression' as const, 'binary' as const, 'multiclass' as const);
const more = fc.record({ text: fc.boolean(), sequence: fc.boolean() });

describe.each(presetNames.filter((name) => name !== 'custom'))('a model of the preset %s', (preset) => {
  it('gives the same answers from raw columns in every format', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(task, more).chain(([wanted, inputs]) => fittedWith(wanted, inputs)),
        presetOptions(preset),
        fc.constantFrom('keras' as const, 'h5' as const, 'tfjs' as const, 'python' as const),
        fc.nat(),
        async (fitted, options, format, seed) => {
          const network = await randomNetwork(fitted, options, seed);
          const frames = [randomFrame(fitted, 24, seed), hostileFrame(fitted)];
          const answered = frames.map((frame) => ({ frame, answers: predictionsOf(fitted, network, frame) }));
          const results = await exportedAs(format, fitted, network, answered);
          network.dispose();
          for (const { passed, largestDifference, changedDecisions } of results) {
            expect({ passed, largestDifference, changedDecisions }).toMatchObject({ passed: true });
          }
        },
      ),
      { numRuns: 10 },
    );
  }, 240_000);
});
