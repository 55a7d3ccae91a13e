import type { Quantization } from '../../../../contract/schemas/exports';
import type { Graph, ValueId } from '../../../compile/graph/graph';
import type { Frame } from '../../../data/frame';
import type { Fitted } from '../../../features/fitted';
import type { TfliteProgram } from '../program/program';

export interface Lowered {
  fitted: Fitted;
  graph: Graph;
  /** The tensor of each value of the graph. */
  tensors: ReadonlyMap<ValueId, number>;
  calibration?: (() => Promise<Frame>) | undefined;
}

/** Changes a program so that its weights are kept in another way. */
export function quantizeProgram(
  _program: TfliteProgram,
  _quantize: Quantization,
  _lowered: Lowered,
): Promise<void> {
  return Promise.resolve();
}
