import type { Recipe } from '../../../contract/schemas/recipe';
import type { LayerSpecification } from '../layers';

/**
 * Multilayer perceptron: hidden layers of dense, activation and (when asked for) dropout, then a dense layer that
 * gives logits or, for numbers, the standardised value.
 */
export function mlp(model: Recipe['model'], width: number, outputs: number): LayerSpecification[] {
  const hidden = model.hidden.flatMap((units, index): LayerSpecification[] => {
    const place = index + 1;
    return [
      { kind: 'dense', name: `hidden${place}`, units, ...(index === 0 ? { width } : {}) },
      { kind: 'activation', name: `activation${place}`, activation: model.activation },
      ...(model.dropout > 0
        ? [{ kind: 'dropout' as const, name: `dropout${place}`, rate: model.dropout }]
        : []),
    ];
  });
  return [...hidden, { kind: 'dense', name: 'output', units: outputs }];
}
