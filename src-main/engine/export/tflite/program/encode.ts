import { Builder } from 'flatbuffers';
import type { Offset } from 'flatbuffers';
import { StrongroomError } from '../../../../contract/errors';
import { sizeOf } from '../../../compile/graph/shape';
import { operatorDefinitions, tensorTypeCodes } from '../schema/operators';
import type { OperatorDefinition } from '../schema/operators';
import { bytesOf } from './program';
import type { TfliteProgram } from './program';
import type { Quantization, TfliteOperator, TflitePort, TfliteTensor } from './types';
import { versionOf } from './versions';

/** What TensorFlow Lite files begin with, after the first offset. */
export const fileIdentifier = 'TFL3';
const schemaVersion = 3;
/** The alignment of what buffers hold. */
const alignment = 16;
/** The name by which the signature is called, which TensorFlow gives too. */
export const signatureKey = 'serving_default';

export interface FileDescription {
  description: string;
  /** By name; each becomes a buffer that `Model.metadata` names. */
  metadata: Record<string, Uint8Array>;
}

function offsets(builder: Builder, list: readonly Offset[]): Offset {
  builder.startVector(4, list.length, 4);
  for (const offset of [...list].reverse()) builder.addOffset(offset);
  return builder.endVector();
}

function int32s(builder: Builder, list: readonly number[]): Offset {
  builder.startVector(4, list.length, 4);
  for (const value of [...list].reverse()) builder.addInt32(value);
  return builder.endVector();
}

function buffer(builder: Builder, bytes: Uint8Array | null): Offset {
  let data = 0;
  if (bytes !== null && bytes.length > 0) {
    builder.prep(alignment, bytes.length);
    data = builder.createByteVector(bytes);
  }
  builder.startObject(3);
  builder.addFieldOffset(0, data, 0);
  return builder.endObject();
}

function quantization(builder: Builder, { scales, zeroPoints, axis }: Quantization): Offset {
  builder.startVector(4, scales.length, 4);
  for (const scale of [...scales].reverse()) builder.addFloat32(scale);
  const scale = builder.endVector();
  builder.startVector(8, zeroPoints.length, 8);
  for (const point of [...zeroPoints].reverse()) builder.addInt64(BigInt(point));
  const zeroPoint = builder.endVector();
  builder.startObject(7);
  builder.addFieldOffset(2, scale, 0);
  builder.addFieldOffset(3, zeroPoint, 0);
  builder.addFieldInt32(6, axis ?? 0, 0);
  return builder.endObject();
}

/** Shapes are written for one row: every interpreter runs that, and those that resize inputs take any number. */
function tensor(builder: Builder, value: TfliteTensor, place: number): Offset {
  const name = builder.createString(value.name);
  const shape = int32s(
    builder,
    value.shape.map((size) => sizeOf(size, 1)),
  );
  const quantized = value.quantization === undefined ? 0 : quantization(builder, value.quantization);
  builder.startObject(8);
  builder.addFieldOffset(0, shape, 0);
  builder.addFieldInt8(1, tensorTypeCodes[value.type], 0);
  builder.addFieldInt32(2, place, 0);
  builder.addFieldOffset(3, name, 0);
  builder.addFieldOffset(4, quantized, 0);
  return builder.endObject();
}

function optionsTable(builder: Builder, { operator, options }: TfliteOperator): [Offset, number] {
  const definition: OperatorDefinition = operatorDefinitions[operator];
  if (definition.options === undefined) return [0, 0];
  const { fields, tag } = definition.options;
  const unknown = Object.keys(options).find((name) => fields[name] === undefined);
  if (unknown !== undefined) {
    throw new StrongroomError('INTERNAL', `${operator} has no option ${unknown}.`);
  }
  builder.startObject(1 + Math.max(-1, ...Object.values(fields).map(({ slot }) => slot)));
  // Every option is written, also where it is the default of the schema, so that no default has to be known here.
  builder.forceDefaults(true);
  for (const [name, value] of Object.entries(options)) {
    const field = fields[name];
    if (field === undefined) continue;
    const number = Number(value);
    if (field.kind === 'int32') builder.addFieldInt32(field.slot, number, 0);
    else if (field.kind === 'float32') builder.addFieldFloat32(field.slot, number, 0);
    else builder.addFieldInt8(field.slot, number, 0);
  }
  builder.forceDefaults(false);
  return [builder.endObject(), tag];
}

function operatorTable(builder: Builder, operator: TfliteOperator, code: number): Offset {
  const inputs = int32s(builder, operator.inputs);
  const outputs = int32s(builder, operator.outputs);
  const [options, tag] = optionsTable(builder, operator);
  builder.startObject(5);
  builder.addFieldInt32(0, code, 0);
  builder.addFieldOffset(1, inputs, 0);
  builder.addFieldOffset(2, outputs, 0);
  builder.addFieldInt8(3, tag, 0);
  builder.addFieldOffset(4, options, 0);
  return builder.endObject();
}

function operatorCode(builder: Builder, code: number, version: number): Offset {
  builder.startObject(4);
  // Older readers know the first field only, which holds codes up to 127.
  builder.addFieldInt8(0, Math.min(code, 127), 0);
  builder.addFieldInt32(2, version, 1);
  builder.addFieldInt32(3, code, 0);
  return builder.endObject();
}

function signature(builder: Builder, program: TfliteProgram): Offset {
  const maps = (ports: readonly TflitePort[]): Offset =>
    offsets(
      builder,
      ports.map((port) => {
        const name = builder.createString(port.name);
        builder.startObject(2);
        builder.addFieldOffset(0, name, 0);
        builder.addFieldInt32(1, port.tensor, 0);
        return builder.endObject();
      }),
    );
  const [inputs, outputs] = [maps(program.inputs), maps(program.outputs)];
  const key = builder.createString(signatureKey);
  builder.startObject(5);
  builder.addFieldOffset(0, inputs, 0);
  builder.addFieldOffset(1, outputs, 0);
  builder.addFieldOffset(2, key, 0);
  builder.addFieldInt32(4, 0, 0);
  return builder.endObject();
}

/** Operator codes with their versions, each once, and which of them each operator has. */
function codesOf(program: TfliteProgram): { codes: { code: number; version: number }[]; places: number[] } {
  const codes: { code: number; version: number }[] = [];
  const known = new Map<string, number>();
  const places = program.operators.map((operator) => {
    const { code } = operatorDefinitions[operator.operator];
    const version = versionOf(program, operator);
    const key = `${code}/${version}`;
    const place = known.get(key) ?? codes.push({ code, version }) - 1;
    known.set(key, place);
    return place;
  });
  return { codes, places };
}

/** A program as the bytes of a .tflite file. */
export function encodeProgram(
  program: TfliteProgram,
  { description, metadata }: FileDescription,
): Uint8Array {
  const builder = new Builder(1 << 16);
  // Buffer 0 is empty by convention; tensors that are computed have it.
  const buffers: (Uint8Array | null)[] = [null];
  const bufferOf = (bytes: Uint8Array): number => buffers.push(bytes) - 1;
  const places = program.tensors.map(({ data }) => (data === undefined ? 0 : bufferOf(bytesOf(data))));
  const entries = Object.entries(metadata).map(([name, bytes]) => ({ name, place: bufferOf(bytes) }));
  const bufferList = offsets(
    builder,
    buffers.map((bytes) => buffer(builder, bytes)),
  );
  const tensors = offsets(
    builder,
    program.tensors.map((value, index) => tensor(builder, value, places[index] ?? 0)),
  );
  const { codes, places: codePlaces } = codesOf(program);
  const operators = offsets(
    builder,
    program.operators.map((operator, index) => operatorTable(builder, operator, codePlaces[index] ?? 0)),
  );
  const inputs = int32s(
    builder,
    program.inputs.map((port) => port.tensor),
  );
  const outputs = int32s(
    builder,
    program.outputs.map((port) => port.tensor),
  );
  const name = builder.createString('main');
  builder.startObject(5);
  builder.addFieldOffset(0, tensors, 0);
  builder.addFieldOffset(1, inputs, 0);
  builder.addFieldOffset(2, outputs, 0);
  builder.addFieldOffset(3, operators, 0);
  builder.addFieldOffset(4, name, 0);
  const subgraphs = offsets(builder, [builder.endObject()]);
  const operatorCodes = offsets(
    builder,
    codes.map(({ code, version }) => operatorCode(builder, code, version)),
  );
  const metadataList = offsets(
    builder,
    entries.map((entry) => {
      const entryName = builder.createString(entry.name);
      builder.startObject(2);
      builder.addFieldOffset(0, entryName, 0);
      builder.addFieldInt32(1, entry.place, 0);
      return builder.endObject();
    }),
  );
  const signatures = offsets(builder, [signature(builder, program)]);
  const text = builder.createString(description);
  builder.startObject(8);
  builder.addFieldInt32(0, schemaVersion, 0);
  builder.addFieldOffset(1, operatorCodes, 0);
  builder.addFieldOffset(2, subgraphs, 0);
  builder.addFieldOffset(3, text, 0);
  builder.addFieldOffset(4, bufferList, 0);
  builder.addFieldOffset(6, metadataList, 0);
  builder.addFieldOffset(7, signatures, 0);
  builder.finish(builder.endObject(), fileIdentifier);
  return builder.asUint8Array();
}
