import { Builder } from 'flatbuffers';
import type { Offset } from 'flatbuffers';

/** The name of the entry of `Model.metadata`, and what its buffer begins with: metadata_schema.fbs. */
export const metadataName = 'TFLITE_METADATA';
const identifier = 'M001';

/** Codes of AssociatedFileType. */
const fileTypes = { description: 1, axisLabels: 2, valueLabels: 3, vocabulary: 5 } as const;

export interface AssociatedFile {
  name: string;
  description: string;
  type: keyof typeof fileTypes;
}

export interface TensorDescription {
  name: string;
  description: string;
  files: AssociatedFile[];
}

export interface ModelDescription {
  name: string;
  description: string;
  version: string;
  license: string;
  inputs: TensorDescription[];
  outputs: TensorDescription[];
  files: AssociatedFile[];
}

/** Tables are written from the inside out: texts and lists first. */
class MetadataWriter {
  readonly builder = new Builder(4096);

  /** A table whose fields are all other tables, lists or texts; 0 leaves a field out. */
  table(fields: readonly Offset[]): Offset {
    this.builder.startObject(fields.length);
    fields.forEach((field, slot) => this.builder.addFieldOffset(slot, field, 0));
    return this.builder.endObject();
  }

  text(value: string): Offset {
    return value === '' ? 0 : this.builder.createString(value);
  }

  list(offsets: readonly Offset[]): Offset {
    if (offsets.length === 0) return 0;
    this.builder.startVector(4, offsets.length, 4);
    for (const offset of [...offsets].reverse()) this.builder.addOffset(offset);
    return this.builder.endVector();
  }

  file({ name, description, type }: AssociatedFile): Offset {
    const [nameOffset, descriptionOffset] = [this.text(name), this.text(description)];
    this.builder.startObject(3);
    this.builder.addFieldOffset(0, nameOffset, 0);
    this.builder.addFieldOffset(1, descriptionOffset, 0);
    this.builder.addFieldInt8(2, fileTypes[type], 0);
    return this.builder.endObject();
  }

  /** A number or list of numbers: FeatureProperties is the first of the union ContentProperties. */
  content(): Offset {
    const properties = this.table([]);
    this.builder.startObject(2);
    this.builder.addFieldInt8(0, 1, 0);
    this.builder.addFieldOffset(1, properties, 0);
    return this.builder.endObject();
  }

  tensor({ name, description, files }: TensorDescription): Offset {
    const associated = this.list(files.map((file) => this.file(file)));
    const fields = [this.text(name), this.text(description), 0, this.content(), 0, 0, associated];
    return this.table(fields);
  }
}

/** The buffer of TFLITE_METADATA: what each input and output is, and which packed files belong to it. */
export function encodeMetadata(model: ModelDescription): Uint8Array {
  const writer = new MetadataWriter();
  const tensors = (list: TensorDescription[]): Offset => writer.list(list.map((one) => writer.tensor(one)));
  const subgraph = writer.table([
    writer.text(model.name),
    writer.text(model.description),
    tensors(model.inputs),
    tensors(model.outputs),
  ]);
  const root = writer.table([
    writer.text(model.name),
    writer.text(model.description),
    writer.text(model.version),
    writer.list([subgraph]),
    writer.text('Strongroom'),
    writer.text(model.license),
    writer.list(model.files.map((file) => writer.file(file))),
    writer.text('1.0.1'),
  ]);
  writer.builder.finish(root, identifier);
  return writer.builder.asUint8Array();
}
