import type { InputPart, NetworkContext } from '../inputs';
import { networkInvalid } from '../define';
import type { NetworkBuilder } from './builder';

/** The table as numbers: its ids of categories become learned numbers. */
function encodeTable(builder: NetworkBuilder, part: InputPart): string {
  const input = builder.add({ id: 'input', kind: 'input', part: part.name, name: 'Input' });
  if (!part.columns.some(({ encoding }) => encoding === 'ids')) return input;
  return builder.add({ id: 'embedding', kind: 'columnEmbedding', inputs: [input] });
}

const encoders: Record<
  InputPart['kind'],
  (builder: NetworkBuilder, part: InputPart, place: number) => string
> = {
  table: encodeTable,
  tokens: (builder, part, place) => {
    const input = builder.add({
      id: `input${String(place)}`,
      kind: 'input',
      part: part.name,
      name: part.name,
    });
    const words = builder.add({
      id: `words${String(place)}`,
      kind: 'embedding',
      inputs: [input],
      maskZero: false,
    });
    return builder.add({ id: `pooled${String(place)}`, kind: 'globalPooling', inputs: [words] });
  },
  sequence: (builder, part, place) => flat(builder, part, place),
  image: (builder, part, place) => flat(builder, part, place),
};

function flat(builder: NetworkBuilder, part: InputPart, place: number): string {
  const input = builder.add({ id: `input${String(place)}`, kind: 'input', part: part.name, name: part.name });
  return builder.add({ id: `flat${String(place)}`, kind: 'flatten', inputs: [input] });
}

/** Everything that goes in as one list of numbers: each part by an encoder of its own, side by side. */
export function joinInputs(builder: NetworkBuilder, { inputs }: NetworkContext): string {
  const encoded = inputs.parts.map((part, place) => encoders[part.kind](builder, part, place));
  const [first] = encoded;
  if (first === undefined) {
    throw networkInvalid('Nothing goes into the network.', { next: 'Let a column be an input in Prepare.' });
  }
  return encoded.length === 1 ? first : builder.add({ id: 'joined', kind: 'concatenate', inputs: encoded });
}
