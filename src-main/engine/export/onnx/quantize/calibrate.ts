import { StrongroomError } from '../../../../contract/errors';
import { encodeModel } from '../../../compile/onnx/encode';
import type { OnnxProgram } from '../../../compile/onnx/program';
import type { Frame } from '../../../data/frame';
import { loadNative, sessionOptions } from '../../../runtimes/native';
import { feederFor } from '../../verify/feeds';
import type { ExportScope } from '../../../../contract/schemas/exports';
import type { Ranges } from './int8';

/** Rows that are run at once. */
const batchRows = 1024;

/**
 * How small and how large values get over rows, in ONNX Runtime.
 * @param program of exact weights; it is changed, so that it gives these values to the outside.
 * @param values names of results of its operators.
 */
export async function calibrate(
  program: OnnxProgram,
  values: readonly string[],
  frame: Frame,
  scope: ExportScope,
): Promise<Ranges> {
  if (values.length === 0) return new Map();
  const loaded = loadNative();
  if (!('native' in loaded)) throw new StrongroomError('ENGINE_NOT_FOUND', loaded.reason);
  for (const value of values) program.expose(value, { type: 'float', shape: [] });
  const bytes = encodeModel(program, { producerVersion: '', documentation: '', metadata: {} });
  const session = await loaded.native.InferenceSession.create(bytes, sessionOptions(0));
  const ranges = new Map<string, [number, number]>();
  try {
    const feeder = feederFor(session, frame, scope);
    for (let start = 0; start < frame.rows; start += batchRows) {
      const results = await session.run(feeder(start, Math.min(frame.rows, start + batchRows)), [...values]);
      for (const value of values) {
        const data = results[value]?.data;
        if (!(data instanceof Float32Array)) continue;
        const [low, high] = ranges.get(value) ?? [0, 0];
        // Not Math.min of all, which takes no million arguments.
        const range: [number, number] = [low, high];
        for (const number of data) {
          if (number < range[0]) range[0] = number;
          if (number > range[1]) range[1] = number;
        }
        ranges.set(value, range);
      }
    }
  } finally {
    await session.release();
  }
  return ranges;
}
