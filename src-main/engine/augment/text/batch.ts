import type { Augmentation } from '../../../contract/schemas/augmentation';
import type { Batch, BatchSetting } from '../method';
import { textMethods } from '.';

type TextAugmentation = Extract<Augmentation, { kind: keyof typeof textMethods }>;

/** Leaves out or swaps pieces of the texts of some rows of a batch; the table and other inputs stay as they are. */
export function changeTexts(
  { x, rows, width }: Batch,
  { kind, rows: chance, share }: TextAugmentation,
  { random, inputs }: BatchSetting,
): void {
  for (const part of inputs.parts) {
    if (part.kind !== 'tokens') continue;
    const place = part.stretches[0]?.place ?? 0;
    const [length = 0] = part.sizes;
    for (let row = 0; row < rows; row++) {
      if (random.next() >= chance) continue;
      const start = row * width + place;
      // As words of a text, which the methods are written for; 0 only fills up.
      const ids = [...x.subarray(start, start + length)].filter((id) => id !== 0);
      if (ids.length === 0) continue;
      const made = textMethods[kind].apply(ids.join(' '), share, random).split(' ').map(Number);
      x.fill(0, start, start + length);
      x.set(made, start);
    }
  }
}
