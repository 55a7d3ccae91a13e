import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../../contract/errors';
import type { Quantization } from '../../../contract/schemas/exports';
import type { Frame } from '../../data/frame';
import type { Fitted } from '../../features/fitted';
import type { ExportDescription } from '../../protocol';
import { scoreName, traceModel } from '../onnx/trace-model';
import { bindColumns } from './columns';
import { describeModel } from './describe';
import { encodeMetadata, metadataName } from './file/metadata';
import { appendedZip } from './file/zip';
import { lowerGraph } from './lowerings/lower';
import type { Operand } from './lowerings/lowering';
import { compacted } from './program/compact';
import { encodeProgram } from './program/encode';
import { fuseEndings } from './program/fuse';
import { TfliteProgram } from './program/program';
import type { TflitePort } from './program/types';
import { quantizeProgram } from './quantize';
import { unfuseActivations } from './quantize/unfuse';
import { tensorTypeCodes } from './schema/operators';

export interface TfliteExport extends Omit<ExportDescription, 'bytes'> {
  bytes: Uint8Array;
}

/**
 * `probabilities` [rows, classes] and the place of the highest, or of what the threshold decides; or the number that is predicted, [rows, 1].
 */
function declareAnswers(program: TfliteProgram, fitted: Fitted, score: Operand): void {
  if (fitted.target.kind === 'number') {
    program.output('predicted', score.tensor);
    return;
  }
  const { threshold } = fitted.target;
  const shape = score.shape.slice(0, 1);
  const one = program.constant('int32', [], Int32Array.of(1));
  program.output('probabilities', score.tensor);
  if (threshold === undefined) {
    const options = { outputType: tensorTypeCodes.int32 };
    const [best = -1] = program.emit('ARG_MAX', [score.tensor, one], [{ type: 'int32', shape }], options);
    program.output('predicted', best);
    return;
  }
  const [second = -1] = program.emit('GATHER', [score.tensor, one], [{ type: 'float32', shape }], {
    axis: 1,
  });
  const least = program.constant('float32', [], Float32Array.of(threshold));
  const [isSecond = -1] = program.emit('GREATER_EQUAL', [second, least], [{ type: 'bool', shape }]);
  const cast = { from: tensorTypeCodes.bool, to: tensorTypeCodes.int32 };
  const [chosen = -1] = program.emit('CAST', [isSecond], [{ type: 'int32', shape }], cast);
  program.output('predicted', chosen);
}

/**
 * A trained pipeline as one TensorFlow Lite file, from raw columns to the answer; text comes in as ids of the
 * vocabularies that are packed behind it.
 * @param calibration rows to measure ranges of activations on, for `int8-static` alone.
 * @throws KERNEL_NOT_SUPPORTED when the model uses an operation that has no lowering.
 */
export async function exportTflite(
  fitted: Fitted,
  network: LayersModel,
  metadata: Record<string, string>,
  quantize: Quantization = 'none',
  calibration?: () => Promise<Frame>,
): Promise<TfliteExport> {
  const whole = new TfliteProgram();
  const bindings = bindColumns(whole, fitted);
  const traced = traceModel(fitted, network);
  const graph = quantize === 'int8-static' ? unfuseActivations(traced) : traced;
  const { outputs, tensors } = lowerGraph(graph, whole, bindings);
  const { [scoreName]: score } = outputs;
  if (score === undefined) throw new StrongroomError('INTERNAL', 'The traced model has no score.');
  declareAnswers(whole, fitted, score);
  fuseEndings(whole);
  await quantizeProgram(whole, quantize, { fitted, graph, tensors, calibration });
  const program = compacted(whole);
  const { model, packed } = describeModel(fitted, metadata, quantize);
  const file = encodeProgram(program, {
    description: model.name,
    metadata: { [metadataName]: encodeMetadata(model) },
  });
  const typeOf = ({ name, tensor }: TflitePort): { name: string; type: string } => {
    const { type, shape } = program.tensorAt(tensor);
    return { name, type: `${type}[${shape.join(', ')}]` };
  };
  return {
    bytes: Buffer.concat([file, appendedZip(file.length, packed)]),
    version: 'TensorFlow Lite schema 3',
    inputs: program.inputs.map(typeOf),
    outputs: program.outputs.map(typeOf),
  };
}
