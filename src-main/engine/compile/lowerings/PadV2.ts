import type { Lowering } from './lowering';

/** ONNX lists the paddings of all beginnings, then of all ends. */
export const padV2: Lowering = {
  kernel: 'PadV2',
  lower: (context) => {
    const x = context.operand('x');
    const paddings = context.attribute('paddings');
    if (!Array.isArray(paddings)) return context.refuse('its paddings are not a list');
    const sides = [0, 1].flatMap((side) =>
      paddings.map((pair) => {
        const size = Array.isArray(pair) ? pair[side] : null;
        return typeof size === 'number' ? size : context.refuse('its paddings depend on the number of rows');
      }),
    );
    return context.emit('Pad', [
      x.name,
      context.int64s(sides),
      context.scalar(context.number('constantValue', 0), x.type),
    ]);
  },
};
