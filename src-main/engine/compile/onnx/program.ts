import type { OnnxAttribute, OnnxNode, OnnxPort, OnnxTensor } from './types';

export interface EmitOptions {
  attributes?: Record<string, OnnxAttribute>;
  /** `''` is ai.onnx. */
  domain?: '' | 'ai.onnx.ml' | 'com.microsoft';
  /** What names of the node and of its outputs begin with. */
  hint?: string;
  outputs?: number;
}

/** The largest constant that is worth looking for among those that exist already. */
const sharedConstantSize = 16;

/**
 * An ONNX graph as it is written: operators in order, constants, named inputs and outputs. Names are made
 * unique here, so that a column called "days" cannot meet a value called "days".
 */
export class OnnxProgram {
  readonly inputs: OnnxPort[] = [];
  readonly outputs: OnnxPort[] = [];
  readonly nodes: OnnxNode[] = [];
  /** Types of values that other programs cannot tell: results of operators that are not of ONNX itself. */
  readonly values: OnnxPort[] = [];
  readonly constants = new Map<string, OnnxTensor>();
  /** What each constant was to be called, before its name was made unique. */
  readonly hints = new Map<string, string>();
  private readonly taken = new Set<string>();
  private readonly counters = new Map<string, number>();
  private readonly shared = new Map<string, string>();

  /** A name that nothing has yet: the hint itself when it is free, else with a number. */
  uniqueName(hint: string): string {
    let name = hint;
    while (name === '' || this.taken.has(name)) {
      const count = (this.counters.get(hint) ?? 0) + 1;
      this.counters.set(hint, count);
      name = `${hint}_${count}`;
    }
    this.taken.add(name);
    return name;
  }

  /** Declares an input under exactly this name; inputs are declared before anything else. */
  input(port: OnnxPort): string {
    this.taken.add(port.name);
    this.inputs.push(port);
    return port.name;
  }

  /** Gives a value to the outside, under its own name where that is free. Returns the name it got. */
  output(value: string, port: OnnxPort): string {
    const name = this.uniqueName(port.name);
    this.nodes.push({
      name: this.uniqueName(`output/${name}`),
      operator: 'Identity',
      domain: '',
      inputs: [value],
      outputs: [name],
      attributes: {},
    });
    this.outputs.push({ ...port, name });
    return name;
  }

  /**
   * Gives a value to the outside under the name it has, which costs no copy. It must be the result of an operator,
   * and given once. Returns false, and does nothing, when it is not.
   */
  expose(value: string, port: Omit<OnnxPort, 'name'>): boolean {
    const computed = this.nodes.some(({ outputs }) => outputs.includes(value));
    if (!computed || this.outputs.some(({ name }) => name === value)) return false;
    this.outputs.push({ ...port, name: value });
    return true;
  }

  /** A constant; small ones that exist already are used again. */
  constant(tensor: OnnxTensor, hint = 'constant'): string {
    const small = tensor.data.length <= sharedConstantSize;
    // JSON tells neither NaN from Infinity nor 0 from -0, so the bytes are compared.
    const content = Array.isArray(tensor.data)
      ? JSON.stringify(tensor.data)
      : Buffer.from(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength).toString('base64');
    const key = `${tensor.type}[${tensor.shape.join()}]${small ? content : ''}`;
    const existing = small ? this.shared.get(key) : undefined;
    if (existing !== undefined) return existing;
    const name = this.uniqueName(hint);
    this.constants.set(name, tensor);
    this.hints.set(name, hint);
    if (small) this.shared.set(key, name);
    return name;
  }

  float(value: number): string {
    return this.constant({ type: 'float', shape: [], data: Float32Array.of(value) });
  }

  double(value: number): string {
    return this.constant({ type: 'double', shape: [], data: Float64Array.of(value) });
  }

  int32(value: number): string {
    return this.constant({ type: 'int32', shape: [], data: Int32Array.of(value) });
  }

  /** A list of whole numbers, as axes and shapes are given. */
  int64s(values: readonly number[]): string {
    return this.constant({ type: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) });
  }

  /** Adds an operator and returns the names of its outputs. */
  emitAll(operator: string, inputs: readonly string[], options: EmitOptions = {}): string[] {
    const name = this.uniqueName(options.hint === undefined ? operator : `${options.hint}/${operator}`);
    const count = options.outputs ?? 1;
    const outputs = Array.from({ length: count }, (_, index) =>
      this.uniqueName(count === 1 ? `${name}:0` : `${name}:${index}`),
    );
    this.nodes.push({
      name,
      operator,
      domain: options.domain ?? '',
      inputs: [...inputs],
      outputs,
      attributes: options.attributes ?? {},
    });
    return outputs;
  }

  /** Adds an operator with one output and returns its name. An input that is left out is ''. */
  emit(operator: string, inputs: readonly string[], options: EmitOptions = {}): string {
    const [output] = this.emitAll(operator, inputs, { ...options, outputs: 1 });
    return output ?? '';
  }
}
