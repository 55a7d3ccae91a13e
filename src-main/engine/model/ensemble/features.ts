import type { Stretch } from '../../../contract/network';
import { featureWidth } from '../../features/apply';
import type { Fitted, FittedFeature } from '../../features/fitted';

export interface JoinedFeatures {
  /** Every feature of the members once; a column stands there more than once where they encode it differently. */
  features: FittedFeature[];
  /** Where the columns of each member's own matrix lie in the joined one, in their order. */
  stretches: Stretch[][];
}

/** Without what only training rows need, so that more of them are equal. */
function forAnswers(feature: FittedFeature): FittedFeature {
  if (feature.kind !== 'lookup') return feature;
  const { kind, column, vocabulary, values } = feature;
  return { kind, column, vocabulary, values };
}

/** Puts the features of several models into one list, equal ones once. */
export function joinFeatures(members: readonly Fitted[]): JoinedFeatures {
  const places = new Map<string, Stretch>();
  const features: FittedFeature[] = [];
  let width = 0;
  const placeOf = (own: FittedFeature): Stretch => {
    const feature = forAnswers(own);
    const key = JSON.stringify(feature);
    const known = places.get(key);
    if (known !== undefined) return known;
    const stretch = { place: width, width: featureWidth(feature) };
    places.set(key, stretch);
    features.push(feature);
    width += stretch.width;
    return stretch;
  };
  return { stretches: members.map((fitted) => merged(fitted.features.map(placeOf))), features };
}

/** Stretches that follow each other as one. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  return stretches.reduce<Stretch[]>((list, { place, width }) => {
    const last = list.at(-1);
    if (last !== undefined && last.place + last.width === place) last.width += width;
    else list.push({ place, width });
    return list;
  }, []);
}
