import { fixed, poolingWindow, windowsOf } from '../../../compile/lowerings/shared/windows';
import type { Windows } from '../../../compile/lowerings/shared/windows';
import { paddings } from '../schema/operators';
import type { LoweringContext, Operand } from './lowering';

export { fixed, poolingWindow, windowsOf };
export type { Windows };

/** Height and width of a filter [height, width, ...]. */
export const filterWindow = (context: LoweringContext, filter: Operand): [number, number] => [
  fixed(context, filter.shape, 0),
  fixed(context, filter.shape, 1),
];

/** Whether TensorFlow Lite puts the same padding around by itself: the smaller half in front. */
const isSame = ({ before, after, input, output, stride }: Windows[number]): boolean =>
  output === Math.ceil(input / stride) && before === Math.floor((before + after) / 2);

const isValid = ({ before, after }: Windows[number]): boolean => before === 0 && after === 0;

/** Images with what is needed around them, and how the operator pads what it is given. */
export function padWindows(
  context: LoweringContext,
  x: Operand,
  windows: Windows,
  value: number,
): { x: Operand; padding: number } {
  if (windows.every(isValid)) return { x, padding: paddings.valid };
  if (windows.every(isSame)) return { x, padding: paddings.same };
  const [height, width] = windows;
  const sides = [0, 0, height.before, height.after, width.before, width.after, 0, 0];
  const list = context.int32s(sides, [4, 2]);
  const [images, high, wide, channels] = x.shape;
  const shape = [
    images ?? 1,
    Number(high) + height.before + height.after,
    Number(wide) + width.before + width.after,
    channels ?? 1,
  ];
  const padded =
    value === 0
      ? context.emit('PAD', [x, list], shape)
      : context.emit('PADV2', [x, list, context.floats([value], [1])], shape);
  return { x: padded, padding: paddings.valid };
}
