import { encoderSchema } from '../../schemas/encoder';
import type { EncoderSettings } from '../../schemas/encoder';
import type { InputPart, NetworkContext } from '../inputs';
import { networkInvalid } from '../define';
import type { InputPartKind } from '../part-kinds';
import type { NetworkBuilder } from './builder';
import type { Encoder } from './encoders/encoder';
import { averageWords, flat } from './encoders/flat';

/** How each input that is no table becomes a list of numbers. */
export type Encoders = Readonly<Record<Exclude<InputPartKind, 'table'>, Encoder>>;

/** Nothing is known of the order of steps or points. */
const plainEncoders: Encoders = { tokens: averageWords, sequence: flat, image: flat };

/** The table as numbers: its ids of categories become learned numbers. */
function encodeTable(builder: NetworkBuilder, part: InputPart): string {
  const input = builder.add({ id: 'input', kind: 'input', part: part.name, name: 'Input' });
  if (!part.columns.some(({ encoding }) => encoding === 'ids')) return input;
  return builder.add({ id: 'embedding', kind: 'columnEmbedding', inputs: [input] });
}

/** Everything that goes in as one list of numbers: each part by an encoder of its own, side by side. */
export function joinInputs(
  builder: NetworkBuilder,
  { inputs }: NetworkContext,
  encoders: Encoders = plainEncoders,
  settings: EncoderSettings = encoderSchema.parse({}),
): string {
  const encoded = inputs.parts.map((part, place) =>
    part.kind === 'table'
      ? encodeTable(builder, part)
      : encoders[part.kind](builder, { part, place: String(place), settings }),
  );
  const [first] = encoded;
  if (first === undefined) {
    throw networkInvalid('Nothing goes into the network.', { next: 'Let a column be an input in Prepare.' });
  }
  return encoded.length === 1 ? first : builder.add({ id: 'joined', kind: 'concatenate', inputs: encoded });
}
