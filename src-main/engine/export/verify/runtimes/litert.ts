import { readFile } from 'node:fs/promises';
import { checkTflite } from '../../tflite/file/read';
import type { Expected } from '../expected';
import { liteVersion, openLite } from '../litert/interpreter';
import type { LiteSession } from '../litert/interpreter';
import { differs, readPipeline, rowInputs } from '../litert/pipeline';
import type { OpenExport } from './runtime';

/** The places of the outputs. Throws EXPORT_DIFFERS when the file does not give what the model gives. */
function outputsFor(
  session: LiteSession,
  expected: Expected,
): { scores: number; labels: number; width: number } {
  const width = expected.kind === 'number' ? 1 : expected.classes.length;
  const place = (name: string, type: string, size: number): number =>
    session.outputs.findIndex(
      (port) =>
        port.name === name &&
        port.type === type &&
        port.shape.reduce((product, length) => product * length, 1) === size,
    );
  const scores = place(expected.kind === 'number' ? 'predicted' : 'probabilities', 'float32', width);
  const labels = expected.kind === 'number' ? -1 : place('predicted', 'int32', 1);
  if (scores < 0 || (expected.kind === 'classes' && labels < 0)) {
    throw differs(
      'The TensorFlow Lite file does not answer what the model answers.',
      expected.kind === 'number'
        ? 'predicted (float32)'
        : `probabilities (float32 of ${width}), predicted (int32)`,
      session.outputs.map(({ name, type, shape }) => `${name} (${type} of ${shape.join(' x ')})`).join(', '),
    );
  }
  return { scores, labels, width };
}

/** LiteRT on the processor, as WebAssembly; a row at a time, for it takes inputs of the shape in the file. */
export const open: OpenExport = async (path) => {
  const bytes = new Uint8Array(await readFile(path));
  checkTflite(bytes, path);
  const pipeline = readPipeline(bytes, path);
  const session = await openLite(bytes, path);
  return {
    runtime: `LiteRT (@litertjs/core ${liteVersion}, wasm)`,
    quantize: pipeline.quantize,
    answerer(frame, expected) {
      const inputs = rowInputs(pipeline, frame, session.inputs);
      const { scores: place, labels: labelPlace, width } = outputsFor(session, expected);
      return async (start, end) => {
        const scores = new Float32Array((end - start) * width);
        const labels: string[] = [];
        for (let row = start; row < end; row++) {
          const results = await session.run(inputs(row));
          scores.set(results[place] ?? [], (row - start) * width);
          if (expected.kind === 'classes')
            labels.push(expected.classes[results[labelPlace]?.[0] ?? -1] ?? '');
        }
        return { scores, width, labels: expected.kind === 'classes' ? labels : null };
      };
    },
    close: () => Promise.resolve(session.close()),
  };
};
