import { inputOf, stepsOf } from './encoder';
import type { Encoder } from './encoder';

/** All values of a sequence or picture side by side. */
export const flat: Encoder = (builder, encoded) =>
  builder.add({ id: `flat${encoded.place}`, kind: 'flatten', inputs: [inputOf(builder, encoded)] });

/** The average of what was learned of the words, without what fills up short texts. */
export const averageWords: Encoder = (builder, encoded) =>
  builder.add({
    id: `pooled${encoded.place}`,
    kind: 'globalPooling',
    inputs: [stepsOf(builder, encoded, true)],
  });
