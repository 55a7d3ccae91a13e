import { tableInputs, tablePart, withParts } from '../../contract/network';
import type { Encoding, NetworkInputs, NewPart, TableColumn } from '../../contract/network';
import { featureWidth } from './apply';
import { imageChannels } from './apply/image';
import type { Fitted, FittedFeature, FittedImage } from './fitted';
import { idsOf } from './pieces';

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

/** What a network takes of a sequence. Its features are those from `start` on. */
function sequencePart({ features }: Fitted, { name, channels }: FittedSequence, start: number): NewPart {
  const [first] = channels;
  const steps = first?.columns.length ?? 0;
  const ofStep = features.slice(start, start + channels.length);
  let width = 0;
  const columns = ofStep.flatMap((feature, place) => {
    const own = columnsOf({ ...feature, column: channels[place]?.name ?? feature.column }, width);
    width += featureWidth(feature);
    return own;
  });
  return { name, kind: 'sequence', sizes: [steps, width], columns, vocabulary: 0 };
}

const colours = { 1: ['grey'], 3: ['red', 'green', 'blue'] } as const;

/** What a network takes of a picture: its channels are the columns of each point. */
function imagePart(feature: FittedImage): NewPart {
  const channels = imageChannels(feature);
  const names: string[] = [...colours[feature.channels], ...(feature.indicator ? ['missing'] : [])];
  const columns = names.map((name, place): TableColumn => ({
    name,
    place,
    width: 1,
    encoding: place < feature.channels ? 'number' : 'other',
  }));
  const sizes = [feature.height, feature.width, channels];
  return { name: partName(feature.column), kind: 'image', sizes, columns, vocabulary: 0 };
}

/** What the part of a column that is read by itself is called: the table keeps its name. */
export const partName = (column: string): string => (column === tablePart ? `${column} as input` : column);

type FittedSequence = NonNullable<Fitted['sequences']>[number];

/** What lies where in the matrix of `applyFeatures`: the table first, behind it what has a type of its own. */
export function inputParts(fitted: Fitted): NetworkInputs {
  const sequences = fitted.sequences ?? [];
  const counts = sequences.map(({ channels }) =>
    channels.reduce((sum, { columns }) => sum + columns.length, 0),
  );
  let next = fitted.features.length - counts.reduce((sum, count) => sum + count, 0);
  let place = 0;
  const plain = fitted.features.slice(0, next);
  const texts = plain.filter((feature) => feature.kind === 'tokens');
  const images = plain.filter((feature) => feature.kind === 'image');
  const columns = plain.slice(0, plain.length - texts.length - images.length).flatMap((feature) => {
    const own = columnsOf(feature, place);
    place += featureWidth(feature);
    return own;
  });
  const parts = sequences.map((sequence, index) => {
    const part = sequencePart(fitted, sequence, next);
    next += counts[index] ?? 0;
    return part;
  });
  const read = texts.map((feature): NewPart => {
    // The table keeps its name.
    const name = feature.column === tablePart ? `${feature.column} as text` : feature.column;
    return { name, kind: 'tokens', sizes: [feature.length], vocabulary: idsOf(feature) };
  });
  return withParts(tableInputs(columns), [...read, ...images.map(imagePart), ...parts]);
}
