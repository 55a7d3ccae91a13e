import { unsupportedLayer } from '../errors';
import type { GraphNode, Weight } from '../graph';
import { numberOf } from '../settings';
import { depthwise, permuted, rearranged, reshaped } from './depthwise';
import type { Lowering, LoweringStep } from './lowering';

/** The input of a layer and its weights. Throws LAYER_NOT_SUPPORTED where one is missing. */
export function givenTo(
  { inputs: [x], layer: { name, className, weights } }: LoweringStep,
  count: number,
): { x: GraphNode; weights: Weight[] } {
  if (x === undefined || weights.length !== count)
    throw unsupportedLayer(name, className, 'is not as it should be');
  return { x, weights };
}

/** Each member's own scale of every value: a window of one point, with an output for each member. */
export const memberScaling: Lowering = {
  className: 'MemberScaling',
  targets: ['keras', 'tfjs'],
  lower(step) {
    const { builder, layer } = step;
    const { x, weights } = givenTo(step, 1);
    const [scale = { shape: [1, 1], values: new Float32Array(1) }] = weights;
    const [members = 1, width = 1] = scale.shape;
    const { name } = layer;
    const kernel = rearranged(
      scale.values,
      [1, 1, width, members],
      (_, __, value = 0, member = 0) => member * width + value,
    );
    const learned = { ...kernel, learns: { speed: 1, decays: false } };
    const image = reshaped(builder, `${name}_image`, x, [1, 1, width]);
    const made = depthwise(builder, `${name}_scale`, image, { kernel: learned });
    return permuted(builder, name, reshaped(builder, `${name}_each`, made, [width, members]), [2, 1]);
  },
};

/** Each member's own linear answer: members are the channels, and the window is all values. */
export const memberOutput: Lowering = {
  className: 'MemberOutput',
  targets: ['keras', 'tfjs'],
  lower(step) {
    const { builder, layer } = step;
    const { x, weights } = givenTo(step, 2);
    const [given, offset] = weights;
    const { name } = layer;
    const [members = 1, values = 1] = given?.shape ?? [];
    const units = numberOf(layer.settings, 'units', 1);
    const kernel = rearranged(
      given?.values ?? new Float32Array(0),
      [values, 1, members, units],
      (value = 0, _, member = 0, unit = 0) => (member * values + value) * units + unit,
    );
    const bias = { shape: [members * units], values: offset?.values ?? new Float32Array(members * units) };
    const image = reshaped(builder, `${name}_image`, permuted(builder, `${name}_values`, x, [2, 1]), [
      values,
      1,
      members,
    ]);
    return reshaped(builder, name, depthwise(builder, `${name}_each`, image, { kernel, bias }), [
      members * units,
    ]);
  },
};
