import { describe, expect, it } from 'vitest';
import { calls, type CallArguments } from '../../../src-main/contract';
import { ExportWizard } from '../../../src-renderer/state/export-wizard.svelte';
import { Jobs } from '../../../src-renderer/state/jobs.svelte';
import { exampleOf } from '../../support/examples';
import { mainSide } from '../support/main-side';

const format = {
  ...exampleOf(calls['runs.exportFormats'].result.element),
  name: 'onnx' as const,
  targets: ['server' as const],
  refusal: null,
  quantizations: (['none', 'float16'] as const).map((name) => ({
    name,
    title: name,
    sentence: '',
    allowance: { difference: 1e-5, changedDecisions: 0 },
  })),
};
const run = { id: exampleOf(calls['runs.get'].params).run, name: 'Run 1' };

function open(
  measure: (params: CallArguments<'runs.measureExport'>) => unknown = () =>
    exampleOf(calls['runs.measureExport'].result),
) {
  const side = mainSide({
    'runs.exportFormats': () => [format],
    'runs.measureExport': measure,
    'runs.measureSmaller': () => [
      {
        shrink: 'prune-half' as const,
        quantize: 'none' as const,
        measure: exampleOf(calls['runs.measureExport'].result),
        error: null,
      },
    ],
    'runs.export': () => exampleOf(calls['runs.export'].result),
    'jobs.cancel': () => ({ done: true }),
  });
  return { ...side, wizard: new ExportWizard(side.client, new Jobs(side.client), run) };
}

describe('the export of a run', () => {
  it('asks for the formats once, and offers what suits the target', async () => {
    const { wizard, arrived } = open();
    await wizard.load();
    await wizard.load();
    expect(arrived).toHaveLength(1);
    expect(wizard.variants.map(({ quantization }) => quantization.name)).toEqual(['none', 'float16']);
    wizard.chooseTarget('phone');
    expect(wizard.variants).toEqual([]);
  });

  it('measures every file once; one that fails does not keep the others from it', async () => {
    const { wizard, arrived } = open(({ quantize }) => {
      if (quantize === 'none') throw new Error('no such weights');
      return exampleOf(calls['runs.measureExport'].result);
    });
    await wizard.load();
    await wizard.measure();
    const [first, second] = wizard.variants.map((variant) => wizard.measureOf(variant));
    expect(first?.error?.message).toBe('no such weights');
    expect(second?.result?.bytes).toBeTypeOf('number');
    await wizard.measure();
    // The one that failed is tried again, the other is known.
    expect(arrived.filter(({ call }) => call === 'runs.measureExport')).toHaveLength(3);
    expect(wizard.measuring).toBe(false);
  });

  it('forgets what was verified when another file is chosen, and remembers it when it is chosen again', async () => {
    const { wizard, arrived } = open();
    await wizard.verify();
    expect([wizard.step, wizard.file.result === null]).toEqual(['verify', false]);
    wizard.quantize = 'float16';
    expect(wizard.file.result).toBeNull();
    wizard.quantize = 'none';
    expect(wizard.file.result).not.toBeNull();
    await wizard.verify();
    await wizard.makeKit();
    expect(arrived.filter(({ call }) => call === 'runs.export').map(({ params }) => params)).toMatchObject([
      { withKit: false, quantize: 'none' },
      { withKit: true, quantize: 'none' },
    ]);
  });

  it('takes a smaller network on like any other file, and leaves it when another is chosen', async () => {
    const { wizard, arrived } = open();
    await wizard.load();
    // The format has no weights in 8 bits: networks that were made for them are not offered.
    expect(wizard.smallerOnes.map(({ shrink }) => shrink)).toEqual(['prune-half', 'prune-most', 'distilled']);
    const [half, most] = wizard.smallerOnes;
    if (half === undefined || most === undefined) throw new Error('no smaller networks');
    wizard.chooseSmaller(half);
    expect(wizard.measuredChoice).toBeNull();
    await wizard.measureSmaller();
    expect(wizard.measuredChoice?.bytes).toBeTypeOf('number');
    wizard.chooseSmaller(most);
    expect(wizard.measuredChoice).toBeNull();
    await wizard.verify();
    expect(arrived.at(-1)).toMatchObject({ call: 'runs.export', params: { shrink: 'prune-most' } });
    wizard.chooseFormat('onnx');
    expect([wizard.shrink, wizard.file.result]).toEqual([null, null]);
    await wizard.verify();
    expect(arrived.at(-1)?.params).not.toHaveProperty('shrink');
  });
});
