import '../../../no-telemetry';
import { InferenceSession, env } from 'onnxruntime-node';
import { StrongroomError } from '../../../../contract/errors';
import { feederFor } from '../feeds';
import { aboutFile, readModelFile } from '../model-file';
import { answersOf, outputNames } from '../outputs';
import type { OpenExport } from './runtime';

async function openSession(bytes: Uint8Array, path: string): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, { executionProviders: ['cpu'], logSeverityLevel: 3 });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new StrongroomError('MODEL_DAMAGED', `ONNX Runtime can not run ${path}.`, {
      expected: 'a whole file whose operators ONNX Runtime knows',
      received: said.replaceAll(/\s+/g, ' ').slice(0, 300),
      next: 'Export the model again.',
      cause: error,
    });
  }
}

/** ONNX Runtime on the processor. */
export const open: OpenExport = async (path) => {
  const file = await readModelFile(path);
  const session = await openSession(file.bytes, path);
  return {
    runtime: `onnxruntime-node ${env.versions.node ?? env.versions.common} (cpu)`,
    answerer(frame, expected) {
      const names = outputNames(session, file.metadata, expected);
      const feed = feederFor(session, frame, aboutFile(file.metadata).scope);
      return async (start, end) =>
        answersOf(await session.run(feed(start, end)), names, expected, end - start);
    },
    close: () => session.release(),
  };
};
