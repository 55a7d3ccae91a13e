import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { tableInputs } from '../../../src-main/contract/network';
import type { NetworkContext } from '../../../src-main/contract/network';
import { inspectNetwork } from '../../../src-main/contract/network/inspect';
import { networkOf, presets } from '../../../src-main/contract/network/presets';
import { presetNames } from '../../../src-main/contract/network/presets/names';
import { withPreset } from '../../../src-main/contract/planning';
import { recipeSchema } from '../../../src-main/contract/schemas/recipe';

const recipe = recipeSchema.parse({
  version: 1,
  data: { dataset: null, fingerprint: null, reading: null },
  target: 'price',
  features: { columns: { age: { transform: 'log' } } },
  training: { device: 'cpu', loss: 'huber', stopping: { minutes: 3 } },
});

const facts = fc.record({
  rows: fc.integer({ min: 20, max: 1_000_000 }),
  columns: fc.integer({ min: 1, max: 500 }),
  task: fc.constantFrom('regression' as const, 'binary' as const, 'multiclass' as const, null),
});
const name = fc.constantFrom(...presetNames);

describe('a preset is one edit of the recipe', () => {
  it('gives a valid recipe, once as well as twice, whatever came before', () => {
    fc.assert(
      fc.property(name, name, facts, (first, second, data) => {
        const made = withPreset(withPreset(recipe, first, data), second, data);
        expect(recipeSchema.parse(made)).toEqual(made);
        expect(made.model.preset).toBe(second);
        expect(withPreset(made, second, data)).toEqual(made);
        if (second !== 'custom') expect(made).toEqual(withPreset(recipe, second, data));
      }),
    );
  });

  it('leaves what is not its own', () => {
    fc.assert(
      fc.property(name, facts, (preset, data) => {
        const made = withPreset(recipe, preset, data);
        expect(made.features.columns).toEqual(recipe.features.columns);
        expect(made.training.device).toBe('cpu');
        expect(made.training.loss).toBe('huber');
        expect(made.training.stopping).toEqual(recipe.training.stopping);
        expect(made.target).toBe('price');
      }),
    );
  });

  it('is as a new recipe with the plain perceptron', () => {
    const data = { rows: 1000, columns: 5, task: null };
    expect(withPreset(withPreset(recipe, 'tabm', data), 'mlp', data)).toEqual(recipe);
  });
});

const context: fc.Arbitrary<NetworkContext> = fc
  .record({
    widths: fc.array(
      fc.record({
        encoding: fc.constantFrom('number' as const, 'bins' as const, 'ids' as const, 'other' as const),
        width: fc.integer({ min: 1, max: 6 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    outputs: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ widths, outputs }) => {
    let place = 0;
    const columns = widths.map(({ encoding, width: drawn }, index) => {
      const width = encoding === 'number' || encoding === 'ids' ? 1 : drawn;
      place += width;
      const ids = encoding === 'ids' ? { categories: drawn + 1, embedding: drawn } : {};
      return { name: `c${String(index)}`, place: place - width, width, encoding, ...ids };
    });
    return { inputs: tableInputs(columns), outputs };
  });

test('every preset makes a network without mistakes for any table', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...presetNames.filter((preset) => preset !== 'custom')),
      context,
      facts,
      (preset, given, data) => {
        const { model } = withPreset(recipe, preset, data);
        const { layers, problem } = inspectNetwork(networkOf(model, given), given);
        expect(problem).toBeNull();
        expect(layers.flatMap((layer) => layer.problem ?? [])).toEqual([]);
        expect(presets[preset].purpose).toMatch(/\.$/);
      },
    ),
  );
});
