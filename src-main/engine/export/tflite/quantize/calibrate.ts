import { evaluateGraph } from '../../../compile/graph/evaluate';
import type { Graph, ValueId } from '../../../compile/graph/graph';
import type { Frame } from '../../../data/frame';
import type { Fitted } from '../../../features/fitted';
import { hostInputs } from '../../../features/host';
import { inputTensors } from '../../../features/tensors';

/** At most so many rows, spread over the frame, and so many at a time. */
const mostRows = 1024;
const batchRows = 64;

export interface Range {
  lowest: number;
  highest: number;
}

/** The ranges of the values of a graph over the rows of a frame, NaN and infinity left out. */
export function measureRanges(graph: Graph, fitted: Fitted, frame: Frame): Map<ValueId, Range> {
  const ranges = new Map<ValueId, Range>();
  const batches = Math.ceil(Math.min(mostRows, frame.rows) / batchRows);
  for (let batch = 0; batch < batches; batch++) {
    const start = Math.floor((batch * Math.max(0, frame.rows - batchRows)) / Math.max(1, batches - 1));
    const end = Math.min(frame.rows, start + batchRows);
    const inputs = inputTensors(hostInputs(fitted, frame, start, end));
    evaluateGraph(graph, inputs, end - start, (id, tensor) => {
      if (tensor.dtype !== 'float32') return;
      const range = ranges.get(id) ?? { lowest: 0, highest: 0 };
      for (const value of tensor.dataSync()) {
        if (!Number.isFinite(value)) continue;
        if (value < range.lowest) range.lowest = value;
        if (value > range.highest) range.highest = value;
      }
      ranges.set(id, range);
    });
    for (const tensor of Object.values(inputs)) tensor.dispose();
  }
  return ranges;
}
