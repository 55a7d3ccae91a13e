import { beforeAll, describe, expect, it } from 'vitest';
import { traceStep } from '../../../src-main/engine/compile/training/step';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { layerCases, sizedCase, sizedKinds } from '../../parity/layer-cases';
import type { LayerCase } from '../../parity/layer-cases';
import { plainStep } from '../../parity/layer-job';

beforeAll(startTensors);

/** Operations of one training step. */
function operations(layerCase: LayerCase, batch: number): number {
  const network = layerCase.network();
  const graph = traceStep(plainStep(network, batch), batch, layerCase.width);
  network.dispose();
  return graph.nodes.length;
}

describe('a compiled step has so many operations', () => {
  it.each(Object.entries(layerCases))('%s: as many for any number of rows', (_name, layerCase) => {
    expect(operations(layerCase, 12)).toBe(operations(layerCase, 3));
  });

  it.each(sizedKinds)('%s: as many for any number of features and units', (kind) => {
    const of = (features: number, units: number): number =>
      operations(sizedCase(kind, { steps: 3, features, units }), 4);
    expect(of(7, 8)).toBe(of(4, 5));
  });

  it.each([
    ['simpleRNN', 20],
    ['lstm', 60],
    ['gru', 60],
    ['timeDistributed', 20],
    ['multiHeadAttention', 0],
    ['layerNormalization', 0],
    ['embedding', 0],
  ] as const)('%s: at most %i more for each further step', (kind, most) => {
    const of = (steps: number): number => operations(sizedCase(kind, { steps, features: 4, units: 5 }), 4);
    expect(of(20) - of(10)).toBeLessThanOrEqual(10 * most);
  });
});
