import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../src-main/contract/schemas/class-decision';
import { exportOnnx } from '../../src-main/engine/export/onnx/export-onnx';
import { exportTflite } from '../../src-main/engine/export/tflite/export-tflite';
import { withDecision } from '../../src-main/engine/features/decision';
import type { Fitted } from '../../src-main/engine/features/fitted';
import { fittedOf } from './arbitraries';
import { randomFrame, randomNetwork, verifyBytes } from './support';
import type { ModelOptions } from './support';

const exact = { difference: 1e-5, changedDecisions: 0 };
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const temperature = number(0.3, 10).map((value): Calibration => ({
  kind: 'temperature',
  temperature: value,
}));
const platt = fc
  .tuple(number(0.1, 2), number(-3, 3))
  .map(([slope, intercept]): Calibration => ({ kind: 'platt', slope, intercept }));
/** As steep as `fitIsotonic` makes them at most. */
const isotonic = fc
  .array(fc.tuple(number(0.1, 1), number(0, 1)), { minLength: 1, maxLength: 10 })
  .map((steps): Calibration => {
    const outputs: number[] = [];
    const probabilities: number[] = [];
    let [at, p] = [-2, 0.02];
    for (const [run, rise] of steps) {
      outputs.push(at);
      probabilities.push(p);
      at += run;
      p = Math.min(0.98, p + Math.min(2 * run, rise * (0.98 - p)));
    }
    return { kind: 'isotonic', outputs, probabilities };
  });

const models: ModelOptions = { hidden: [8, 4], activation: 'tanh' };

async function holds(fitted: Fitted, seed: number): Promise<void> {
  const network = await randomNetwork(fitted, models, seed);
  try {
    const frame = randomFrame(fitted, 40, seed);
    const onnx = { format: 'onnx', bytes: (await exportOnnx(fitted, network, {})).bytes } as const;
    const tflite = { format: 'tflite', bytes: (await exportTflite(fitted, network, {})).bytes } as const;
    for (const file of [onnx, tflite]) {
      const { ordinary, hostile } = await verifyBytes(fitted, network, frame, { ...file, allowance: exact });
      expect({ format: file.format, ...ordinary }).toMatchObject({
        passed: true,
        rows: 40,
        changedDecisions: 0,
      });
      expect({ format: file.format, ...hostile }).toMatchObject({ passed: true, changedDecisions: 0 });
    }
  } finally {
    network.dispose();
  }
}

describe('calibration and threshold are in the exported file', () => {
  it('two classes: any calibration, any threshold, ONNX Runtime and LiteRT', async () => {
    await fc.assert(
      fc.asyncProperty(
        fittedOf('binary'),
        fc.oneof(temperature, platt, isotonic),
        fc.option(number(0.05, 0.95).map(Math.fround)),
        fc.integer({ min: 1, max: 1e6 }),
        (fitted, calibration, threshold, seed) =>
          holds(withDecision(fitted, { calibration, threshold }), seed),
      ),
      { numRuns: 12, seed: 20_261_130 },
    );
  });

  it('several classes: a temperature', async () => {
    await fc.assert(
      fc.asyncProperty(
        fittedOf('multiclass'),
        temperature,
        fc.integer({ min: 1, max: 1e6 }),
        (fitted, calibration, seed) => holds(withDecision(fitted, { calibration, threshold: null }), seed),
      ),
      { numRuns: 6, seed: 20_261_130 },
    );
  });
});
