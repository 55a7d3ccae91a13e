import { activationCodes } from '../schema/operators';
import type { OperatorName } from '../schema/operators';
import type { TfliteProgram } from './program';
import type { TfliteOperator } from './types';

/** Operators that can end with an activation, and where they take a bias. */
const endings: Partial<Record<OperatorName, { bias: number }>> = {
  FULLY_CONNECTED: { bias: 2 },
  CONV_2D: { bias: 2 },
  DEPTHWISE_CONV_2D: { bias: 2 },
};
const activations: Partial<Record<OperatorName, number>> = {
  RELU: activationCodes.relu,
  RELU6: activationCodes.relu6,
};

/** Looks at who reads what, so that an operator can take over the only one that follows it. */
class Fusion {
  private readonly readers = new Map<number, TfliteOperator[]>();
  private readonly outside: ReadonlySet<number>;

  constructor(private readonly program: TfliteProgram) {
    for (const operator of program.operators) {
      for (const input of new Set(operator.inputs)) {
        this.readers.set(input, [...(this.readers.get(input) ?? []), operator]);
      }
    }
    this.outside = new Set(program.outputs.map(({ tensor }) => tensor));
  }

  /** The operator that alone reads what this one gives. */
  private follower({ outputs: [output = -1] }: TfliteOperator): TfliteOperator | null {
    const [only, ...others] = this.readers.get(output) ?? [];
    return only === undefined || others.length > 0 || this.outside.has(output) ? null : only;
  }

  /** A constant of one number for each column, which a sum adds to the product before it. */
  private biasOf(operator: TfliteOperator, sum: TfliteOperator): number | null {
    const [output = -1] = operator.outputs;
    const bias = sum.inputs.find((input) => input !== output) ?? -1;
    const tensor = this.program.tensors[bias];
    const columns = this.program.tensorAt(output).shape.at(-1);
    const fits =
      tensor?.data instanceof Float32Array && tensor.shape.length === 1 && tensor.shape[0] === columns;
    return fits ? bias : null;
  }

  /** @returns the operators, fused. */
  run(): TfliteOperator[] {
    const gone = new Set<TfliteOperator>();
    return this.program.operators.flatMap((operator) => {
      if (gone.has(operator)) return [];
      const ending = endings[operator.operator];
      if (ending === undefined || (operator.options['activation'] ?? 0) !== activationCodes.none)
        return [operator];
      let fused = operator;
      const sum = this.follower(operator);
      const bias =
        sum?.operator === 'ADD' && (operator.inputs[ending.bias] ?? -1) < 0
          ? this.biasOf(operator, sum)
          : null;
      if (sum !== null && bias !== null) {
        const inputs = [...operator.inputs.slice(0, ending.bias), bias];
        fused = { ...operator, inputs, outputs: sum.outputs };
        gone.add(sum);
      }
      const next = this.follower(fused);
      const activation = next === null ? undefined : activations[next.operator];
      if (next !== null && activation !== undefined) {
        fused = { ...fused, outputs: next.outputs, options: { ...fused.options, activation } };
        gone.add(next);
      }
      return [fused];
    });
  }
}

/**
 * Biases and activations become part of the product or convolution before them: fewer operators, and in eight bits a
 * finer scale, for numbers that an activation takes away need no place in the range.
 */
export function fuseEndings(program: TfliteProgram): void {
  program.operators = new Fusion(program).run();
}
