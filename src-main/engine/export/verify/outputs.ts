import type { InferenceSession } from 'onnxruntime-node';
import { StrongroomError } from '../../../contract/errors';
import { outputNamesSchema, outputsKey } from '../output-names';
import type { OutputNames } from '../output-names';
import type { Expected } from './expected';
import type { Answers } from './runtimes/runtime';

export interface ComparedOutputs {
  /** The predicted number, or the probabilities. */
  scores: string;
  /** The chosen class. */
  labels: string | null;
}

function differs(message: string, expected: string, received: string): StrongroomError {
  return new StrongroomError('EXPORT_DIFFERS', message, {
    expected,
    received,
    next: 'Give the file that was exported from this model.',
  });
}

function namesIn(metadata: Record<string, string>): OutputNames {
  try {
    return outputNamesSchema.parse(JSON.parse(metadata[outputsKey] ?? 'null'));
  } catch {
    // Not written here, or altered since: the plain names are worth a try.
    return { predicted: 'predicted', probabilities: 'probabilities' };
  }
}

/** Which outputs of the file to compare. Throws EXPORT_DIFFERS when it does not give what the model gives. */
export function outputNames(
  session: InferenceSession,
  metadata: Record<string, string>,
  expected: Expected,
): ComparedOutputs {
  const { predicted, probabilities = 'probabilities' } = namesIn(metadata);
  const names: ComparedOutputs =
    expected.kind === 'number'
      ? { scores: predicted, labels: null }
      : { scores: probabilities, labels: predicted };
  const types = new Map(
    session.outputMetadata.map((output) => [output.name, output.isTensor ? output.type : 'other']),
  );
  const right =
    types.get(names.scores) === 'float32' && (names.labels === null || types.get(names.labels) === 'string');
  if (!right) {
    throw differs(
      'The ONNX file does not answer what the model answers.',
      expected.kind === 'number'
        ? `${names.scores} (float32)`
        : `${names.scores} (float32) and ${predicted} (string)`,
      [...types].map(([name, type]) => `${name} (${type})`).join(', '),
    );
  }
  return names;
}

/** The outputs of one run. Throws EXPORT_DIFFERS when they are of another size than the model's. */
export function answersOf(
  results: InferenceSession.ReturnType,
  names: ComparedOutputs,
  expected: Expected,
  rows: number,
): Answers {
  const width = expected.kind === 'number' ? 1 : expected.classes.length;
  const scores = results[names.scores]?.data;
  const labels = names.labels === null ? null : results[names.labels]?.data;
  const sized = scores instanceof Float32Array && scores.length === rows * width;
  if (!sized || labels === undefined || (labels !== null && labels.length !== rows)) {
    throw differs(
      'The ONNX file gives answers of another size than the model.',
      `${rows} rows of ${width}`,
      `${String(scores?.length ?? 0)} numbers for ${rows} rows`,
    );
  }
  return { scores, width, labels: labels === null ? null : Array.from(labels, String) };
}
