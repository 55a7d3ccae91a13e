import { readFile } from 'node:fs/promises';
import proto from 'onnx-proto';
import { StrongroomError } from '../../../contract/errors';
import {
  cleaningInFileSchema,
  exportScopes,
  metadataPrefix,
  quantizations,
} from '../../../contract/schemas/exports';
import type { CleaningInFile, ExportScope, Quantization } from '../../../contract/schemas/exports';

function damaged(path: string, why: string, cause?: unknown): StrongroomError {
  return new StrongroomError('MODEL_DAMAGED', `${path} can not be run: ${why}.`, {
    expected: 'an ONNX file that holds all of its weights',
    received: why.replace(/^it is not/, 'not'),
    next: 'Export the model again.',
    ...(cause === undefined ? {} : { cause }),
  });
}

function* tensorsOf(graph: proto.onnx.IGraphProto): Generator<proto.onnx.ITensorProto> {
  yield* graph.initializer ?? [];
  for (const sparse of graph.sparseInitializer ?? []) {
    if (sparse.values) yield sparse.values;
    if (sparse.indices) yield sparse.indices;
  }
  for (const node of graph.node ?? []) {
    for (const attribute of node.attribute ?? []) {
      if (attribute.t) yield attribute.t;
      yield* attribute.tensors ?? [];
      for (const inner of [...(attribute.g ? [attribute.g] : []), ...(attribute.graphs ?? [])]) {
        yield* tensorsOf(inner);
      }
    }
  }
}

export interface FileAbout {
  quantize: Quantization;
  scope: ExportScope;
  /** Null where the rows were not cleaned, or nothing is said of it. */
  cleaning: CleaningInFile | null;
}

function cleaningSaid(text: string | undefined): CleaningInFile | null {
  if (text === undefined) return null;
  try {
    return cleaningInFileSchema.parse(JSON.parse(text));
  } catch {
    // Altered since it was written: then the file is taken for one without, and the comparison will tell.
    return null;
  }
}

/** What a file says of itself; an unknown file is taken for one of exact weights that takes raw columns. */
export function aboutFile(metadata: Record<string, string>): FileAbout {
  const said = <T extends string>(key: string, known: readonly T[], otherwise: T): T =>
    known.find((name) => name === metadata[metadataPrefix + key]) ?? otherwise;
  return {
    quantize: said('quantize', quantizations, 'none'),
    scope: said('scope', exportScopes, 'pipeline'),
    cleaning: cleaningSaid(metadata[`${metadataPrefix}cleaning`]),
  };
}

export interface ModelFile {
  bytes: Uint8Array;
  metadata: Record<string, string>;
}

/**
 * Reads an ONNX file before any run time does. Throws MODEL_DAMAGED when it is no ONNX, or when it takes weights
 * from other files, which would let it read any file of this machine (CVE-2024-27318 and others).
 */
export async function readModelFile(path: string): Promise<ModelFile> {
  const bytes = await readFile(path);
  let model: proto.onnx.ModelProto;
  try {
    model = proto.onnx.ModelProto.decode(bytes);
  } catch (error) {
    throw damaged(path, 'it is not an ONNX file', error);
  }
  const { graph } = model;
  if (!graph || (graph.output ?? []).length === 0) throw damaged(path, 'it is not an ONNX file');
  const { EXTERNAL } = proto.onnx.TensorProto.DataLocation;
  const functions = (model.functions ?? []).map(({ node }): proto.onnx.IGraphProto => ({ node: node ?? [] }));
  for (const part of [graph, ...functions]) {
    for (const tensor of tensorsOf(part)) {
      if (tensor.dataLocation === EXTERNAL || (tensor.externalData ?? []).length > 0) {
        throw damaged(path, `the weight ${tensor.name ?? ''} lies in another file`);
      }
    }
  }
  const metadata = (model.metadataProps ?? []).map(({ key, value }): [string, string] => [
    key ?? '',
    value ?? '',
  ]);
  return { bytes, metadata: Object.fromEntries(metadata) };
}
