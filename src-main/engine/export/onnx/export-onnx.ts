import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../../contract/errors';
import { metadataPrefix } from '../../../contract/schemas/exports';
import type { CleaningInFile, ExportScope, Quantization } from '../../../contract/schemas/exports';
import { lowerGraph } from '../../compile/lowerings/lower';
import { encodeModel, opset } from '../../compile/onnx/encode';
import { OnnxProgram } from '../../compile/onnx/program';
import type { OnnxPort } from '../../compile/onnx/types';
import type { Frame } from '../../data/frame';
import { featuresWidth } from '../../features/apply';
import type { Fitted } from '../../features/fitted';
import type { CleaningDocument } from '../../data/steps/document';
import { inputKinds } from '../../features/fitted';
import type { OnnxType } from '../../compile/onnx/types';
import { planCleaning } from './cleaning/plan';
import type { CleaningPlan, RawColumn, WantedColumn } from './cleaning/plan';
import { encodedFrame } from '../encoded';
import { outputsKey } from '../output-names';
import { describeImage } from '../serve/schema';
import type { OutputNames } from '../output-names';
import { declareAnswers } from './answers';
import { bindColumns } from './columns';
import { rowsName } from './rows-name';
import { innerProducts, quantize } from './quantize';
import type { Ranges } from './quantize';
import { encodedName, foldedWeight, scoreName, traceModel, traceNetwork, weightNames } from './trace-model';

export interface OnnxExport {
  bytes: Uint8Array;
  opset: number;
  /** Null for a model whose rows were not cleaned, and for a network alone. */
  cleaning: CleaningInFile | null;
  inputs: { name: string; type: string }[];
  outputs: { name: string; type: string }[];
}

function documentation(fitted: Fitted, scope: ExportScope): string {
  const { target } = fitted;
  const answer =
    target.kind === 'number'
      ? `Predicts the number ${target.column}.`
      : `Predicts ${target.column}: ${target.classes.join(', ')}. Probabilities are in that order.`;
  if (scope === 'network') {
    return `${answer}\nTakes encoded rows, [rows, ${featuresWidth(fitted)}], as the application encodes them.`;
  }
  const pictures = fitted.features.flatMap((feature) =>
    feature.kind === 'image' ? [`${feature.column}: ${describeImage(feature)} All NaN for missing.`] : [],
  );
  return [
    answer,
    'Takes raw columns by name, each of shape [rows, 1]. Numbers: float, NaN for missing. Text (true or false for',
    'truth values): string, empty for missing. Dates and times: double, seconds since 1970-01-01 UTC, NaN for missing.',
    ...(pictures.length === 0 ? [] : ['Pictures: float, [rows, height, width, channels].', ...pictures]),
  ].join('\n');
}

const portType = ({ name, type, shape }: OnnxPort): { name: string; type: string } => ({
  name,
  type: `${type}[${shape.join(', ')}]`,
});

export interface OnnxOptions {
  quantize?: Quantization;
  scope?: ExportScope;
  /** What cleaned the rows that the model learned from, and the columns before it. */
  cleaning?: { document: CleaningDocument; columns: RawColumn[] };
  /** For `int8-static`: raw rows to learn the ranges inside the network from. */
  calibration?: Frame;
}

type Cleaning = { plan: CleaningPlan; document: CleaningDocument };

interface Built {
  program: OnnxProgram;
  names: OutputNames;
  /** Constants that are weights of the network. */
  weights: Set<string>;
}

function buildProgram(
  fitted: Fitted,
  network: LayersModel,
  scope: ExportScope,
  cleaning: Cleaning | null = null,
): Built {
  const program = new OnnxProgram();
  const width = featuresWidth(fitted);
  const encoded = (): Record<string, string> => ({
    [encodedName]: program.input({ name: encodedName, type: 'float', shape: [rowsName, width] }),
  });
  const bindings = scope === 'network' ? encoded() : bindColumns(program, fitted, cleaning);
  const graph = scope === 'network' ? traceNetwork(fitted, network) : traceModel(fitted, network);
  const { [scoreName]: score } = lowerGraph(graph, program, bindings);
  if (score === undefined) throw new StrongroomError('INTERNAL', 'The traced model has no score.');
  const known = new Set(weightNames(network));
  const weights = new Set(
    [...program.hints].flatMap(([name, hint]) =>
      known.has(hint) || hint.endsWith(foldedWeight) ? [name] : [],
    ),
  );
  return { program, names: declareAnswers(program, fitted, score), weights };
}

/** What goes into the products inside the network, over the rows to calibrate with. */
async function rangesFor(
  fitted: Fitted,
  network: LayersModel,
  scope: ExportScope,
  frame: Frame,
): Promise<Ranges> {
  // A program of its own: what it gives to the outside is for measuring only.
  const { program, weights } = buildProgram(fitted, network, scope);
  const values = innerProducts(program, weights).flatMap(({ inputs }) => inputs.slice(0, 1));
  // ONNX Runtime is loaded by those alone who need it.
  const { calibrate } = await import('./quantize/calibrate');
  const rows = scope === 'network' ? await encodedFrame(fitted, frame, () => Promise.resolve()) : frame;
  return calibrate(program, [...new Set(values)], rows, scope);
}

/**
 * A trained pipeline as one ONNX file, from raw columns to the answer; or its network alone, from encoded rows.
 * @param metadata kept in the file as it is; `org.strongroom.version` also becomes the producer's version.
 * @throws KERNEL_NOT_SUPPORTED when the model uses an operation that has no lowering.
 */
export async function exportOnnx(
  fitted: Fitted,
  network: LayersModel,
  metadata: Record<string, string>,
  { quantize: how = 'none', scope = 'pipeline', calibration, cleaning }: OnnxOptions = {},
): Promise<OnnxExport> {
  const ranges =
    how === 'int8-static' && calibration !== undefined
      ? await rangesFor(fitted, network, scope, calibration)
      : null;
  const plan =
    cleaning === undefined || scope === 'network'
      ? null
      : planCleaning(cleaning.document, cleaning.columns, wantedBy(fitted));
  const inside = plan === null || cleaning === undefined ? null : { plan, document: cleaning.document };
  const { program, names, weights } = buildProgram(fitted, network, scope, inside);
  quantize(program, weights, how, ranges);
  const done = cleaningOf(cleaning?.document, plan, program);
  const bytes = encodeModel(program, {
    producerVersion: metadata[`${metadataPrefix}version`] ?? '',
    documentation: documentation(fitted, scope),
    sparse: weights,
    metadata: {
      ...metadata,
      [`${metadataPrefix}quantize`]: how,
      [`${metadataPrefix}scope`]: scope,
      ...(done === null ? {} : { [`${metadataPrefix}cleaning`]: JSON.stringify(done) }),
      [outputsKey]: JSON.stringify(names),
    },
  });
  return {
    bytes,
    opset,
    inputs: program.inputs.map(portType),
    outputs: program.outputs.map(portType),
    cleaning: done,
  };
}

const wantedBy = ({ features }: Fitted): WantedColumn[] =>
  features.map(({ column, kind }) => ({ name: column, kind: inputKinds[kind] }));

/** What is told of cleaning steps that are in the file, and of those that have to be done before. */
function cleaningOf(
  document: CleaningDocument | undefined,
  plan: CleaningPlan | null,
  { inputs }: OnnxProgram,
): CleaningInFile | null {
  if (document === undefined || plan === null) return null;
  const kinds: Partial<Record<OnnxType, CleaningInFile['columns'][number]['as']>> = {
    float: 'number',
    double: 'double',
    string: 'text',
  };
  return {
    inside: plan.inside.map(({ step }) => step.id),
    before: plan.before.map(({ id }) => id),
    columns: inputs.map(({ name, type }) => ({ name, as: kinds[type] ?? 'text' })),
  };
}
