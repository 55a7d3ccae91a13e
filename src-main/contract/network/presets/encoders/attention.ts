import { dropped, stepsOf } from './encoder';
import type { Encoder } from './encoder';

/**
 * A Transformer encoder (Vaswani and others, 2017) with the norm before each part (Xiong and others, 2020), which trains
 * without a warm-up; at the end the average over the steps, without what fills up short texts.
 */
export const attention: Encoder = (builder, encoded) => {
  const { part, place, settings } = encoded;
  const { encoderWidth: width, heads, encoderDropout: dropout } = settings;
  let last = stepsOf(builder, encoded, true);
  // Words begin near zero, so that without a norm their places would drown them.
  last =
    part.kind === 'tokens'
      ? builder.add({ id: `known${place}`, kind: 'layerNormalization', inputs: [last] })
      : builder.add({ id: `steps${place}`, kind: 'dense', units: width, inputs: [last] });
  last = builder.add({ id: `places${place}`, kind: 'positionalEncoding', inputs: [last] });
  for (let layer = 1; layer <= settings.encoderLayers; layer++) {
    const id = `${place}_${String(layer)}`;
    const seen = builder.add({ id: `norm${id}`, kind: 'layerNormalization', inputs: [last] });
    const keySize = Math.max(1, Math.round(width / heads));
    let made = builder.add({
      id: `attention${id}`,
      kind: 'multiHeadAttention',
      heads,
      keySize,
      inputs: [seen],
    });
    made = dropped(builder, `attended${id}`, dropout, made);
    last = builder.add({ id: `with${id}`, kind: 'add', inputs: [last, made] });
    made = builder.add({ id: `normed${id}`, kind: 'layerNormalization', inputs: [last] });
    made = builder.add({
      id: `wide${id}`,
      kind: 'dense',
      units: 2 * width,
      activation: 'gelu',
      inputs: [made],
    });
    made = builder.add({ id: `narrow${id}`, kind: 'dense', units: width, inputs: [made] });
    made = dropped(builder, `thought${id}`, dropout, made);
    last = builder.add({ id: `and${id}`, kind: 'add', inputs: [last, made] });
  }
  last = builder.add({ id: `norm${place}`, kind: 'layerNormalization', inputs: [last] });
  return builder.add({ id: `pooled${place}`, kind: 'globalPooling', inputs: [last] });
};
