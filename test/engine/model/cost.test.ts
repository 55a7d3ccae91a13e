import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { multiplicationsOfRow } from '../../../src-main/engine/model/cost';

beforeAll(startTensors);

test.each([true, false])(
  'a recurrent layer works once a step, whether it gives all of them (%s) or not',
  (all) => {
    const [steps, channels, units] = [20, 3, 8];
    const network = sequential({
      layers: [
        layers.lstm({
          units,
          returnSequences: all,
          inputShape: [steps, channels],
          recurrentInitializer: 'zeros',
        }),
      ],
    });
    expect(multiplicationsOfRow(network)).toBe(steps * 4 * units * (channels + units + 1));
    network.dispose();
  },
);

test('a dense layer works once, a convolution once a point', () => {
  const network = sequential({
    layers: [
      layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', inputShape: [5, 6, 2] }),
      layers.flatten(),
      layers.dense({ units: 7 }),
    ],
  });
  expect(multiplicationsOfRow(network)).toBe(5 * 6 * (3 * 3 * 2 + 1) * 4 + (5 * 6 * 4 + 1) * 7);
  network.dispose();
});
