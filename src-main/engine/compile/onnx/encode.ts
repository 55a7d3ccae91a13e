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
}

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

function encodeTensor(name: string, tensor: OnnxTensor): proto.onnx.ITensorProto {
  const common = { name, dataType: onnxTypeCodes[tensor.type], dims: [...tensor.shape] };
  if (Array.isArray(tensor.data)) return { ...common, stringData: tensor.data.map(utf8) };
  const { buffer, byteOffset, byteLength } = tensor.data;
  // Raw data is little-endian, as every machine that Node runs on is.
  return { ...common, rawData: new Uint8Array(buffer, byteOffset, byteLength) };
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

function encodeGraph(name: string, graph: OnnxGraph): proto.onnx.IGraphProto {
  return {
    name,
    input: graph.inputs.map(encodePort),
    output: graph.outputs.map(encodePort),
    node: graph.nodes.map(encodeNode),
    valueInfo: (graph.values ?? []).map(encodePort),
    initializer: [...graph.constants].map(([constant, tensor]) => encodeTensor(constant, tensor)),
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
    graph: encodeGraph('strongroom', program),
  };
  return onnx.ModelProto.encode(model).finish();
}
