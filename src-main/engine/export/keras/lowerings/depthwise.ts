import type { GraphBuilder, GraphNode, Shape, Weight } from '../graph';

interface Depthwise {
  /** [window, 1, channels, outputs of a channel]. */
  kernel: Weight;
  /** One for each channel and output of it. */
  bias?: Weight;
  trainable?: boolean;
}

/**
 * Every channel through weights of its own, in one layer that every library has: a depthwise convolution over an image of one
 * column whose window is the whole of it. @param image [rows, window, 1, channels]. @returns [rows, 1, 1, channels x outputs].
 */
export function depthwise(
  builder: GraphBuilder,
  name: string,
  image: GraphNode,
  { kernel, bias, trainable = true }: Depthwise,
): GraphNode {
  const [window = 1, , channels = 1, outputs = 1] = kernel.shape;
  const settings = {
    kernel_size: [window, 1],
    strides: [1, 1],
    padding: 'valid',
    depth_multiplier: outputs,
    activation: 'linear',
    use_bias: bias !== undefined,
    ...(trainable ? {} : { trainable }),
  };
  const shape: Shape = [image.shape[0] ?? null, 1, 1, channels * outputs];
  return builder.add(
    name,
    'DepthwiseConv2D',
    settings,
    [image],
    shape,
    bias === undefined ? [kernel] : [kernel, bias],
  );
}

/** x as an image, or an image as x. @param sizes of a row. */
export const reshaped = (
  builder: GraphBuilder,
  name: string,
  x: GraphNode,
  sizes: readonly number[],
): GraphNode =>
  builder.add(name, 'Reshape', { target_shape: [...sizes] }, [x], [x.shape[0] ?? null, ...sizes]);

export const permuted = (
  builder: GraphBuilder,
  name: string,
  x: GraphNode,
  dims: readonly number[],
): GraphNode =>
  builder.add(
    name,
    'Permute',
    { dims: [...dims] },
    [x],
    [x.shape[0] ?? null, ...dims.map((axis) => x.shape[axis] ?? null)],
  );

/** A weight of another shape, each number from where `from` says it was. */
export function rearranged(
  values: Float32Array,
  shape: readonly number[],
  from: (...place: number[]) => number,
): Weight {
  const size = shape.reduce((product, length) => product * length, 1);
  const made = Float32Array.from({ length: size }, (_, index) => {
    const place = new Array<number>(shape.length);
    let rest = index;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = shape[axis] ?? 1;
      place[axis] = rest % length;
      rest = Math.floor(rest / length);
    }
    return values[from(...place)] ?? 0;
  });
  return { shape: [...shape], values: made };
}

/** A weight times a factor in 32 bits, as the layer that is ours computes it. */
export const scaled = ({ shape, values }: Weight, factor: number): Weight => ({
  shape,
  values: values.map((value) => value * Math.fround(factor)),
});
