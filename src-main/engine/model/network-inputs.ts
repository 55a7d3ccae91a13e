import { outputUnits } from '../../contract/planning';
import { tableInputs } from '../../contract/network';
import type { Encoding, NetworkContext, TableColumn } from '../../contract/network';
import { featureWidth } from '../features/apply';
import type { Fitted, FittedFeature } from '../features/fitted';

/** Outputs of the network: one for numbers and for two classes (a logit), else one a class. */
export function outputsOf(fitted: Fitted): number {
  const { target, task } = fitted;
  return outputUnits(task, target.kind === 'classes' ? target.classes.length : 1);
}

const encodings: Partial<Record<FittedFeature['kind'], Encoding>> = {
  number: 'number',
  power: 'number',
  clip: 'number',
  quantile: 'number',
  piecewise: 'bins',
  periodic: 'waves',
  embedding: 'ids',
};

/** A feature's columns from `place` on: its values, and the flag of missing ones where it has one. */
function columnsOf(feature: FittedFeature, place: number): TableColumn[] {
  const width = featureWidth(feature);
  const encoding = encodings[feature.kind] ?? 'other';
  const name = feature.column;
  if (feature.kind === 'embedding') {
    const categories = Math.max(2, feature.vocabulary.length + 1);
    return [{ name, place, width, encoding, categories, embedding: feature.width }];
  }
  if (!('indicator' in feature) || !feature.indicator || encoding === 'other') {
    return [{ name, place, width, encoding }];
  }
  return [
    { name, place, width: width - 1, encoding },
    { name, place: place + width - 1, width: 1, encoding: 'other' },
  ];
}

/** What a network of fitted features has to fit: what lies where in the matrix of `applyFeatures`, and its outputs. */
export function networkContext(fitted: Fitted): NetworkContext {
  let place = 0;
  const columns = fitted.features.flatMap((feature) => {
    const own = columnsOf(feature, place);
    place += featureWidth(feature);
    return own;
  });
  return { inputs: tableInputs(columns), outputs: outputsOf(fitted) };
}
