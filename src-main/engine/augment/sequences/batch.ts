import type { InputPart } from '../../../contract/network';
import type { Augmentation } from '../../../contract/schemas/augmentation';
import type { Batch, BatchSetting } from '../method';
import { sequenceMethods } from '.';
import type { Sequence } from './sequence';

type SequenceAugmentation = Extract<Augmentation, { kind: keyof typeof sequenceMethods }>;

/** Methods that change values and not time: flags of missing values stay as they are. */
const ofValues: readonly SequenceAugmentation['kind'][] = ['jitter', 'scaling'];

function changePart(
  batch: Batch,
  { stretches, sizes, columns }: InputPart,
  { kind, rows: share, strength }: SequenceAugmentation,
  { random }: BatchSetting,
): void {
  const [steps = 1, features = 1] = sizes;
  // Sequences lie in one piece, see `inputParts`.
  const place = stretches[0]?.place ?? 0;
  const flags = columns.map(({ encoding }) => ofValues.includes(kind) && encoding === 'other');
  const { apply } = sequenceMethods[kind];
  for (let row = 0; row < batch.rows; row++) {
    if (random.next() >= share) continue;
    const start = row * batch.width + place;
    const values = batch.x.slice(start, start + steps * features);
    const sequence: Sequence = { values, steps, features };
    const made = apply(sequence, strength, random).values;
    made.forEach((value, at) => {
      if (flags[at % features] !== true) batch.x[start + at] = value;
    });
  }
}

/** Changes the sequences of some rows of a batch by chance; the table and other inputs stay as they are. */
export function changeSequences(batch: Batch, one: SequenceAugmentation, setting: BatchSetting): void {
  for (const part of setting.inputs.parts) {
    if (part.kind === 'sequence') changePart(batch, part, one, setting);
  }
}
