import type { LoweringContext } from '../lowering';
import { channelsFirst, channelsLast } from './layout';
import { poolingWindow, windowAttributes, windowsOf } from './windows';
import type { Windows } from './windows';

/** ONNX Runtime pools numbers with a fraction only, in windows of which each reaches into the image. */
export function checkPooling(context: LoweringContext, windows: Windows, type: string): void {
  if (type !== 'float32') context.refuse(`it pools numbers of type ${type}`);
  for (const { before, after, window } of windows) {
    if (before >= window || after >= window) context.refuse('its padding is as large as its window');
  }
}

/** A pooling of x by an operator of ONNX. */
export function pool(context: LoweringContext, operator: 'MaxPool' | 'AveragePool'): string {
  const x = context.operand('x');
  const windows = windowsOf(context, x.shape, context.output.shape, poolingWindow(context));
  checkPooling(context, windows, x.type);
  const result = context.emit(operator, [channelsFirst(context, x.name)], windowAttributes(windows));
  return channelsLast(context, result);
}
