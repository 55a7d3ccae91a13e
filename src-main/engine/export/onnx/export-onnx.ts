import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../../contract/errors';
import { lowerGraph } from '../../compile/lowerings/lower';
import { encodeModel, opset } from '../../compile/onnx/encode';
import { OnnxProgram } from '../../compile/onnx/program';
import type { OnnxPort } from '../../compile/onnx/types';
import type { Fitted } from '../../features/fitted';
import { outputsKey } from '../output-names';
import { declareAnswers } from './answers';
import { bindColumns } from './columns';
import { scoreName, traceModel } from './trace-model';

export interface OnnxExport {
  bytes: Uint8Array;
  opset: number;
  inputs: { name: string; type: string }[];
  outputs: { name: string; type: string }[];
}

function documentation(fitted: Fitted): string {
  const { target } = fitted;
  const answer =
    target.kind === 'number'
      ? `Predicts the number ${target.column}.`
      : `Predicts ${target.column}: ${target.classes.join(', ')}. Probabilities are in that order.`;
  return [
    answer,
    'Takes raw columns by name, each of shape [rows, 1]. Numbers: float, NaN for missing. Text (true or false for',
    'truth values): string, empty for missing. Dates and times: double, seconds since 1970-01-01 UTC, NaN for missing.',
  ].join('\n');
}

const portType = ({ name, type, shape }: OnnxPort): { name: string; type: string } => ({
  name,
  type: `${type}[${shape.join(', ')}]`,
});

/**
 * A trained pipeline as one ONNX file, from raw columns to the answer.
 * @param metadata kept in the file as it is; `strongroom.version` also becomes the producer's version.
 * @throws KERNEL_NOT_SUPPORTED when the model uses an operation that has no lowering.
 */
export function exportOnnx(
  fitted: Fitted,
  network: LayersModel,
  metadata: Record<string, string>,
): OnnxExport {
  const program = new OnnxProgram();
  const bindings = bindColumns(program, fitted);
  const { [scoreName]: score } = lowerGraph(traceModel(fitted, network), program, bindings);
  if (score === undefined) throw new StrongroomError('INTERNAL', 'The traced model has no score.');
  const names = declareAnswers(program, fitted, score);
  const bytes = encodeModel(program, {
    producerVersion: metadata['strongroom.version'] ?? '',
    documentation: documentation(fitted),
    metadata: { ...metadata, [outputsKey]: JSON.stringify(names) },
  });
  return { bytes, opset, inputs: program.inputs.map(portType), outputs: program.outputs.map(portType) };
}
