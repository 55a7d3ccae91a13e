import type { ModelOptions } from '../../../schemas/model';
import type { InputPart } from '../../inputs';
import type { NetworkBuilder } from '../builder';

/** How an encoder is to be made: the options of the recipe's model that it looks at. */
export type EncoderSettings = Pick<
  ModelOptions,
  'encoderWidth' | 'encoderLayers' | 'encoderDropout' | 'window' | 'heads'
>;

/** What an encoder is given. */
export interface Encoded {
  part: InputPart;
  /** Ends the ids of its layers, so that they are unique. */
  place: string;
  settings: EncoderSettings;
}

/** Adds layers that make one list of numbers of an input that is no table. @returns the id of the last one. */
export type Encoder = (builder: NetworkBuilder, encoded: Encoded) => string;

/** The input itself. */
export const inputOf = (builder: NetworkBuilder, { part, place }: Encoded): string =>
  builder.add({ id: `input${place}`, kind: 'input', part: part.name, name: part.name });

/** Steps of numbers: a sequence as it is, the words of a text as numbers that are learned. */
export function stepsOf(builder: NetworkBuilder, encoded: Encoded, maskZero: boolean): string {
  const input = inputOf(builder, encoded);
  if (encoded.part.kind !== 'tokens') return input;
  const { encoderWidth: width } = encoded.settings;
  return builder.add({ id: `words${encoded.place}`, kind: 'embedding', inputs: [input], width, maskZero });
}

/** Dropout where it is asked for. */
export function dropped(builder: NetworkBuilder, id: string, rate: number, before: string): string {
  return rate === 0 ? before : builder.add({ id, kind: 'dropout', rate, inputs: [before] });
}
