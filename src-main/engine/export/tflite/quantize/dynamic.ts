import type { TfliteProgram } from '../program/program';
import type { TfliteOperator } from '../program/types';
import { quantizedByChannel, quantizedWhole, weightInputs, weightsAt } from './weights';

/** A table is looked up in whole numbers, and what was found is made a number with a fraction again. */
function quantizeTable(
  program: TfliteProgram,
  operator: TfliteOperator,
  tables: Map<number, number>,
): TfliteOperator[] {
  const weights = weightsAt(program, operator, 0);
  const [place = -1, indices = -1] = operator.inputs;
  const [output = -1] = operator.outputs;
  if (weights === null) return [operator];
  const table = tables.get(place) ?? program.add(quantizedWhole(weights));
  tables.set(place, table);
  const { name, shape } = program.tensorAt(output);
  const quantization = program.tensorAt(table).quantization;
  const found = program.add({
    name,
    shape,
    type: 'int8',
    ...(quantization === undefined ? {} : { quantization }),
  });
  return [
    { ...operator, inputs: [table, indices], outputs: [found] },
    { operator: 'DEQUANTIZE', inputs: [found], outputs: [output], options: {} },
  ];
}

/**
 * Keeps weights of products, convolutions and tables in eight bits; the interpreter measures the ranges of what is
 * multiplied with them as it runs ("dynamic range").
 */
export function keepInt8(program: TfliteProgram): void {
  const made = new Map<number, number>();
  const tables = new Map<number, number>();
  program.operators = program.operators.flatMap((operator) => {
    if (operator.operator === 'GATHER') return quantizeTable(program, operator, tables);
    const known = weightInputs[operator.operator];
    const weights = known === undefined ? null : weightsAt(program, operator, known.input);
    if (known === undefined || weights === null) return [operator];
    const place = operator.inputs[known.input] ?? -1;
    const tensor = made.get(place) ?? program.add(quantizedByChannel(weights, known.axis));
    made.set(place, tensor);
    const inputs = operator.inputs.map((input, index) => (index === known.input ? tensor : input));
    const options =
      operator.operator === 'FULLY_CONNECTED' ? { ...operator.options, asymmetric: true } : operator.options;
    return [{ ...operator, inputs, options }];
  });
}
