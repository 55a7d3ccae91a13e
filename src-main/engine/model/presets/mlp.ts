import type { Recipe } from '../../../contract/schemas/recipe';
import type { LayerSpecification } from '../layers';
import type { EmbeddedColumn } from '../layers/column-embedding';

/**
 * Multilayer perceptron: hidden layers of dense, activation and (when asked for) dropout, then a dense layer that
 * gives logits or, for numbers, the standardised value. Columns of ids are embedded first.
 */
export function mlp(
  model: Recipe['model'],
  width: number,
  outputs: number,
  embedded: readonly EmbeddedColumn[] = [],
): LayerSpecification[] {
  const start: LayerSpecification[] =
    embedded.length === 0
      ? []
      : [{ kind: 'columnEmbedding', name: 'embedding', columns: [...embedded], width }];
  const hidden = model.hidden.flatMap((units, index): LayerSpecification[] => {
    const place = index + 1;
    return [
      {
        kind: 'dense',
        name: `hidden${place}`,
        units,
        ...(index === 0 && start.length === 0 ? { width } : {}),
      },
      { kind: 'activation', name: `activation${place}`, activation: model.activation },
      ...(model.dropout > 0
        ? [{ kind: 'dropout' as const, name: `dropout${place}`, rate: model.dropout }]
        : []),
    ];
  });
  return [...start, ...hidden, { kind: 'dense', name: 'output', units: outputs }];
}
