import { StrongroomError } from '../../../../contract/errors';
import type { Quantization } from '../../../../contract/schemas/exports';
import type { Graph, ValueId } from '../../../compile/graph/graph';
import type { Frame } from '../../../data/frame';
import type { Fitted } from '../../../features/fitted';
import type { TfliteProgram } from '../program/program';
import { measureRanges } from './calibrate';
import type { Range } from './calibrate';
import { keepInt8 } from './dynamic';
import { keepHalf } from './float16';
import { keepAllInt8 } from './static';

/** What a program was made of. */
export interface Lowered {
  fitted: Fitted;
  graph: Graph;
  /** The tensor of each value of the graph. */
  tensors: ReadonlyMap<ValueId, number>;
  /** Rows to measure ranges on. */
  calibration?: (() => Promise<Frame>) | undefined;
}

/** Ranges by tensor; where several values are one tensor they have the same numbers. */
async function rangesOf({ fitted, graph, tensors, calibration }: Lowered): Promise<Map<number, Range>> {
  if (calibration === undefined) {
    throw new StrongroomError('INTERNAL', 'There are no rows to measure ranges of activations on.');
  }
  const ranges = new Map<number, Range>();
  for (const [id, range] of measureRanges(graph, fitted, await calibration())) {
    const tensor = tensors.get(id);
    if (tensor !== undefined) ranges.set(tensor, range);
  }
  return ranges;
}

/** Changes a program so that its weights are kept in another way. */
export async function quantizeProgram(
  program: TfliteProgram,
  quantize: Quantization,
  lowered: Lowered,
): Promise<void> {
  switch (quantize) {
    case 'none':
      return;
    case 'float16':
      return keepHalf(program);
    case 'int8':
      return keepInt8(program);
    case 'int8-static':
      return keepAllInt8(program, await rangesOf(lowered));
  }
}
