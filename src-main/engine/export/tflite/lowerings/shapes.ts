import { isFixed, sameDimension } from '../../../compile/graph/shape';
import type { Lowering, LoweringContext, Operand } from './lowering';

/** Another name for the same value: no operator. */
const identity: Lowering = { kernel: 'Identity', lower: (context) => context.operand('x') };

const reshape: Lowering = {
  kernel: 'Reshape',
  lower: (context) => context.reshape(context.operand('x'), context.output.shape),
};

const expandDims: Lowering = {
  kernel: 'ExpandDims',
  lower: (context) => context.reshape(context.operand('input'), context.output.shape),
};

const cast: Lowering = {
  kernel: 'Cast',
  lower: (context) => {
    const x = context.operand('x');
    const to = context.output.type;
    if (x.type !== 'float32' || to !== 'int32') return context.cast(x, to);
    // NaN becomes 0 in JavaScript and anything at all in C.
    return context.cast(context.select(context.compare('NOT_EQUAL', x, x), 0, x), to);
  },
};

const transpose: Lowering = {
  kernel: 'Transpose',
  lower: (context) => context.transpose(context.operand('x'), context.numbers('perm')),
};

const tile: Lowering = {
  kernel: 'Tile',
  lower: (context) => {
    const repeats = context.sizes(context.dimensions('reps'));
    return context.emit('TILE', [context.operand('x'), repeats], context.output.shape);
  },
};

const concat: Lowering = {
  kernel: 'Concat',
  lower: (context) => {
    const parts = context.list();
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return only;
    const axis = context.number('axis');
    return context.emit('CONCATENATION', parts, context.output.shape, { axis });
  },
};

/** Stacks values along a new axis. */
const pack: Lowering = {
  kernel: 'Pack',
  lower: (context) => {
    const parts = context.list();
    return context.emit('PACK', parts, context.output.shape, {
      count: parts.length,
      axis: context.number('axis'),
    });
  },
};

const unpack: Lowering = {
  kernel: 'Unpack',
  lower: (context) => {
    const count = context.outputs.length;
    const options = { count, axis: context.number('axis') };
    return context.emitAll('UNPACK', [context.operand('value')], context.outputs, options);
  },
};

/** Parts along an axis. */
const splitV: Lowering = {
  kernel: 'SplitV',
  lower: (context) => {
    const axis = context.number('axis');
    const sizes = context.outputs.map(({ shape }) => {
      const size = shape.at(axis);
      return typeof size === 'number' ? size : context.refuse('it splits the rows');
    });
    const inputs = [context.operand('x'), context.int32s(sizes), context.scalar(axis, 'int32')];
    return context.emitAll('SPLIT_V', inputs, context.outputs, { count: sizes.length });
  },
};

/** A stretch of one axis as a selection of its places. */
function stretch(context: LoweringContext, x: Operand, axis: number, begin: number, length: number): Operand {
  const places = context.int32s(Array.from({ length }, (_, place) => begin + place));
  const shape = x.shape.map((size, index) => (index === axis ? length : size));
  return context.emit('GATHER', [x, places], shape, { axis });
}

/**
 * A part of a value. Where it has a size that depends on the rows, axis by axis: the delegate for processors (XNNPACK, as
 * in TensorFlow 2.21) keeps the sizes that SLICE had for one row when inputs are resized.
 */
const slice: Lowering = {
  kernel: 'Slice',
  lower: (context) => {
    const x = context.operand('x');
    const begin = context.numbers('begin');
    const lengths = context.dimensions('size');
    const cut = x.shape.flatMap((size, axis) => {
      const [from = 0, length = -1] = [begin[axis], lengths[axis]];
      if (from === 0 && (length === -1 || sameDimension(length, size))) return [];
      if (typeof size !== 'number' || typeof length !== 'number') {
        return context.refuse('it takes a part of the rows');
      }
      return [{ axis, from, length: length === -1 ? size - from : length }];
    });
    if (cut.length > 0 && isFixed(x.shape)) {
      const sizes = context.output.shape.map(Number);
      return context.emit('SLICE', [x, context.int32s(begin), context.int32s(sizes)], sizes);
    }
    return cut.reduce<Operand>(
      (value, { axis, from, length }) => stretch(context, value, axis, from, length),
      x,
    );
  },
};

/** One axis after the other, for older interpreters turn around one only. */
const reverse: Lowering = {
  kernel: 'Reverse',
  lower: (context) => {
    const x = context.operand('x');
    const axes = context.numbers('dims').map((axis) => (axis < 0 ? axis + x.shape.length : axis));
    return axes.reduce<Operand>(
      (value, axis) => context.emit('REVERSE_V2', [value, context.int32s([axis])], value.shape),
      x,
    );
  },
};

/** How much is put before and behind each axis, [axes, 2]. */
function paddingsOf(context: LoweringContext): Operand {
  const paddings = context.attribute('paddings');
  if (!Array.isArray(paddings)) return context.refuse('its paddings are not a list');
  const sides = paddings.flatMap((pair) =>
    [0, 1].map((side) => {
      const size = Array.isArray(pair) ? pair[side] : null;
      return typeof size === 'number' ? size : context.refuse('its paddings depend on the number of rows');
    }),
  );
  return context.int32s(sides, [paddings.length, 2]);
}

const padV2: Lowering = {
  kernel: 'PadV2',
  lower: (context) => {
    const x = context.operand('x');
    const value = context.number('constantValue', 0);
    const paddings = paddingsOf(context);
    const { shape } = context.output;
    if (x.type === 'bool') context.refuse('it pads truth values');
    return value === 0
      ? context.emit('PAD', [x, paddings], shape)
      : context.emit('PADV2', [x, paddings, context.floats([value], [1])], shape);
  },
};

const mirrorPad: Lowering = {
  kernel: 'MirrorPad',
  lower: (context) =>
    context.emit('MIRROR_PAD', [context.operand('x'), paddingsOf(context)], context.output.shape, {
      mode: context.attribute('mode') === 'symmetric' ? 1 : 0,
    }),
};

export const shapeLowerings: Lowering[] = [
  identity,
  reshape,
  expandDims,
  cast,
  transpose,
  tile,
  concat,
  pack,
  unpack,
  splitV,
  slice,
  reverse,
  padV2,
  mirrorPad,
];
