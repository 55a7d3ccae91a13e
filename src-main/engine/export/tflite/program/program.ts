import { StrongroomError } from '../../../../contract/errors';
import type { Dimension } from '../../../compile/graph/shape';
import type { OperatorName, TensorType } from '../schema/operators';
import type { Options, TensorData, TfliteOperator, TflitePort, TfliteTensor } from './types';

/** The largest constant that is looked for among those that exist already, in values. */
const sharedConstantSize = 64;

/** A TensorFlow Lite graph as it is made: tensors, operators in order, named inputs and outputs. */
export class TfliteProgram {
  readonly tensors: TfliteTensor[] = [];
  operators: TfliteOperator[] = [];
  readonly inputs: TflitePort[] = [];
  readonly outputs: TflitePort[] = [];
  private readonly shared = new Map<string, number>();
  private readonly derived = new Map<string, number>();

  tensorAt(place: number): TfliteTensor {
    const tensor = this.tensors[place];
    if (tensor === undefined) throw new StrongroomError('INTERNAL', `There is no tensor ${place}.`);
    return tensor;
  }

  /** Adds a tensor; gives its place. */
  add(tensor: TfliteTensor): number {
    this.tensors.push(tensor);
    return this.tensors.length - 1;
  }

  input(name: string, type: TensorType, shape: Dimension[]): number {
    const tensor = this.add({ name, type, shape });
    this.inputs.push({ name, tensor });
    return tensor;
  }

  output(name: string, tensor: number): void {
    this.outputs.push({ name, tensor });
  }

  /** A constant; small ones that exist already are used again. */
  constant(type: TensorType, shape: number[], data: TensorData, name = 'constant'): number {
    const small = data.length <= sharedConstantSize;
    const key = small ? `${type}[${shape.join()}]${bytesOf(data).toString('base64')}` : '';
    const existing = small ? this.shared.get(key) : undefined;
    if (existing !== undefined) return existing;
    const place = this.add({ name, type, shape, data });
    if (small) this.shared.set(key, place);
    return place;
  }

  /** A constant made of another one, made once: a weight that is read at every step of a sequence is kept once. */
  derive(from: number, how: string, make: (source: TfliteTensor) => TfliteTensor): number {
    const key = `${from} ${how}`;
    const existing = this.derived.get(key);
    if (existing !== undefined) return existing;
    const place = this.add(make(this.tensorAt(from)));
    this.derived.set(key, place);
    return place;
  }

  emit(
    operator: OperatorName,
    inputs: readonly number[],
    outputs: readonly { type: TensorType; shape: Dimension[] }[],
    options: Options = {},
    hint = '',
  ): number[] {
    const name = hint === '' ? operator : `${hint}/${operator}`;
    const places = outputs.map(({ type, shape }) => this.add({ name, type, shape }));
    this.operators.push({ operator, inputs: [...inputs], outputs: places, options });
    return places;
  }
}

export const bytesOf = (data: TensorData): Buffer =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength);
