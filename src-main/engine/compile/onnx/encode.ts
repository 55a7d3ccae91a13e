import proto from 'onnx-proto';
import { onnxTypeCodes } from './types';
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxPort, OnnxTensor } from './types';

const { onnx } = proto;

/** The versions with the widest support among run times (FACTS: ONNX). */
export const opset = 17;
export const machineLearningOpset = 3;
const irVersion = 8;

export interface ModelDescription {
  producerVersion: string;
  documentation: string;
  metadata: Record<string, string>;
  /** Constants that are written without their zeros where that is shorter. */
  sparse?: ReadonlySet<string>;
}

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

function encodeTensor(name: string, tensor: OnnxTensor): proto.onnx.ITensorProto {
  const common = { name, dataType: onnxTypeCodes[tensor.type], dims: [...tensor.shape] };
  if (Array.isArray(tensor.data)) return { ...common, stringData: tensor.data.map(utf8) };
  const { buffer, byteOffset, byteLength } = tensor.data;
  // Raw data is little-endian, as every machine that Node runs on is.
  return { ...common, rawData: new Uint8Array(buffer, byteOffset, byteLength) };
}

/** Numbers that are not zero take three times as much with their places, each of eight bytes. */
const worthSparse = 3;

/** A tensor of mostly zeros by its other numbers and their places; null where that is not shorter. */
function encodeSparse(name: string, tensor: OnnxTensor): proto.onnx.ISparseTensorProto | null {
  if (tensor.type !== 'float') return null;
  const values = Float32Array.from(tensor.data, Number);
  const places: number[] = [];
  values.forEach((value, place) => {
    if (value !== 0) places.push(place);
  });
  if (places.length === 0 || places.length * worthSparse >= values.length) return null;
  const kept = Float32Array.from(places, (place) => values[place] ?? 0);
  const indices = BigInt64Array.from(places, BigInt);
  return {
    values: encodeTensor(name, { type: 'float', shape: [kept.length], data: kept }),
    indices: encodeTensor('', { type: 'int64', shape: [indices.length], data: indices }),
    dims: [...tensor.shape],
  };
}

function encodeAttribute(name: string, attribute: OnnxAttribute): proto.onnx.IAttributeProto {
  const { AttributeType } = onnx.AttributeProto;
  if ('int' in attribute) return { name, type: AttributeType.INT, i: attribute.int };
  if ('float' in attribute) return { name, type: AttributeType.FLOAT, f: attribute.float };
  if ('string' in attribute) return { name, type: AttributeType.STRING, s: utf8(attribute.string) };
  if ('ints' in attribute) return { name, type: AttributeType.INTS, ints: [...attribute.ints] };
  if ('floats' in attribute) return { name, type: AttributeType.FLOATS, floats: [...attribute.floats] };
  if ('graph' in attribute) return { name, type: AttributeType.GRAPH, g: encodeGraph(name, attribute.graph) };
  return { name, type: AttributeType.STRINGS, strings: attribute.strings.map(utf8) };
}

function encodeNode(node: OnnxNode): proto.onnx.INodeProto {
  return {
    name: node.name,
    opType: node.operator,
    domain: node.domain,
    input: node.inputs,
    output: node.outputs,
    attribute: Object.entries(node.attributes).map(([name, attribute]) => encodeAttribute(name, attribute)),
  };
}

function encodePort(port: OnnxPort): proto.onnx.IValueInfoProto {
  // Without sizes nothing is said of the shape, for values inside a network that are looked at.
  if (port.shape.length === 0)
    return { name: port.name, type: { tensorType: { elemType: onnxTypeCodes[port.type] } } };
  const dim = port.shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name: port.name, type: { tensorType: { elemType: onnxTypeCodes[port.type], shape: { dim } } } };
}

function encodeGraph(
  name: string,
  graph: OnnxGraph,
  sparse: ReadonlySet<string> = new Set(),
): proto.onnx.IGraphProto {
  const sparseInitializer = [...graph.constants].flatMap(([constant, tensor]) => {
    const encoded = sparse.has(constant) ? encodeSparse(constant, tensor) : null;
    return encoded === null ? [] : [encoded];
  });
  const isSparse = new Set(sparseInitializer.map(({ values }) => values?.name));
  return {
    name,
    input: graph.inputs.map(encodePort),
    output: graph.outputs.map(encodePort),
    node: graph.nodes.map(encodeNode),
    valueInfo: (graph.values ?? []).map(encodePort),
    initializer: [...graph.constants]
      .filter(([constant]) => !isSparse.has(constant))
      .map(([constant, tensor]) => encodeTensor(constant, tensor)),
    sparseInitializer,
  };
}

/** The bytes of a .onnx file. */
export function encodeModel(program: OnnxGraph, description: ModelDescription): Uint8Array {
  const uses = (name: string): boolean => program.nodes.some(({ domain }) => domain === name);
  const model: proto.onnx.IModelProto = {
    irVersion,
    opsetImport: [
      { domain: '', version: opset },
      ...(uses('ai.onnx.ml') ? [{ domain: 'ai.onnx.ml', version: machineLearningOpset }] : []),
      ...(uses('com.microsoft') ? [{ domain: 'com.microsoft', version: 1 }] : []),
    ],
    producerName: 'Strongroom',
    producerVersion: description.producerVersion,
    docString: description.documentation,
    metadataProps: Object.entries(description.metadata).map(([key, value]) => ({ key, value })),
    graph: encodeGraph('strongroom', program, description.sparse),
  };
  return onnx.ModelProto.encode(model).finish();
}
