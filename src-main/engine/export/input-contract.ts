import type { ContractColumn, InputContract, InputRange } from '../../contract/schemas/input-contract';
import type { ColumnType } from '../../contract/schemas/data';
import { inputKinds, takesText } from '../features/fitted';
import type { Fitted, FittedFeature, FittedImage } from '../features/fitted';

/** The type that a column is written as: what training took it for, where a person chose another one. */
function typeOf(feature: FittedFeature, found: ColumnType | undefined): ColumnType {
  switch (inputKinds[feature.kind]) {
    case 'number':
      return found === 'integer' ? 'integer' : 'decimal';
    case 'moment':
      return found === 'date' ? 'date' : 'datetime';
    case 'image':
      return 'image';
    case 'text':
      if (found === 'boolean' || found === 'text') return found;
      return feature.kind === 'words' || feature.kind === 'tokens' ? 'text' : 'category';
  }
}

const imageOf = ({ height, width, channels, fit }: FittedImage): ContractColumn['image'] => ({
  height,
  width,
  channels,
  fit,
});

function columnOf(
  feature: FittedFeature,
  types: ReadonlyMap<string, ColumnType>,
  ranges: ReadonlyMap<string, InputRange>,
): ContractColumn {
  const { minimum = null, maximum = null, missing } = ranges.get(feature.column) ?? {};
  const isFree = feature.kind === 'words' || feature.kind === 'tokens' || !takesText(feature);
  return {
    name: feature.column,
    type: typeOf(feature, types.get(feature.column)),
    takes: inputKinds[feature.kind],
    range: minimum === null || maximum === null ? null : { minimum, maximum },
    categories: isFree ? null : feature.vocabulary.filter((word) => word !== ''),
    missing: missing === undefined ? null : missing > 0,
    ...(feature.kind === 'image' ? { image: imageOf(feature) } : {}),
  };
}

/**
 * What a model takes and gives.
 * @param columns with the types that they had in training. @param ranges see `inputRanges`.
 */
export function inputContract(
  { features, target, task }: Fitted,
  columns: readonly { name: string; type: ColumnType }[],
  ranges: readonly InputRange[],
): InputContract {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const held = new Map(ranges.map((range) => [range.name, range]));
  return {
    kind: 'strongroom-input-contract',
    formatVersion: 1,
    target: target.column,
    task,
    classes: target.kind === 'classes' ? target.classes : null,
    columns: features.map((feature) => columnOf(feature, types, held)),
    outputs: { predicted: 'predicted', probabilities: target.kind === 'classes' ? 'probabilities' : null },
  };
}
