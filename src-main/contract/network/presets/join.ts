import type { InputPart, NetworkContext } from '../inputs';
import { networkInvalid } from '../define';
import type { InputPartKind } from '../part-kinds';
import type { NetworkBuilder } from './builder';
import type { Encoder, EncoderSettings } from './encoders/encoder';
import { averageWords, flat } from './encoders/flat';

/** How each input that is no table becomes a list of numbers. */
export type Encoders = Readonly<Record<Exclude<InputPartKind, 'table'>, Encoder>>;

/** As new recipes have them. */
const plainSettings: EncoderSettings = {
  encoderWidth: 32,
  encoderLayers: 2,
  encoderDropout: 0,
  window: 3,
  heads: 4,
};

/** Nothing is known of the order of steps or points. */
const plainEncoders: Encoders = { tokens: averageWords, sequence: flat, image: flat };

/** The table as numbers: its ids of categories become learned numbers. */
function encodeTable(builder: NetworkBuilder, part: InputPart): string {
  const input = builder.add({ id: 'input', kind: 'input', part: part.name, name: 'Input' });
  if (!part.columns.some(({ encoding }) => encoding === 'ids')) return input;
  return builder.add({ id: 'embedding', kind: 'columnEmbedding', inputs: [input] });
}

/**
 * Everything that goes in as one list of numbers: each part by an encoder of its own, side by side.
 * @param behindTable adds what a preset puts behind the table.
 */
export function joinInputs(
  builder: NetworkBuilder,
  { inputs }: NetworkContext,
  behindTable: (encoded: string) => string = (encoded) => encoded,
  encoders: Encoders = plainEncoders,
  settings: EncoderSettings = plainSettings,
): string {
  const encoded = inputs.parts.map((part, place) =>
    part.kind === 'table'
      ? behindTable(encodeTable(builder, part))
      : encoders[part.kind](builder, { part, place: String(place), settings }),
  );
  const [first] = encoded;
  if (first === undefined) {
    throw networkInvalid('Nothing goes into the network.', { next: 'Let a column be an input in Prepare.' });
  }
  return encoded.length === 1 ? first : builder.add({ id: 'joined', kind: 'concatenate', inputs: encoded });
}
