import { TfliteProgram } from './program';
import type { TfliteOperator } from './types';

/** The operators whose results are read, by others or from outside. */
function usedOperators({ operators, outputs }: TfliteProgram): TfliteOperator[] {
  const read = new Set(outputs.map(({ tensor }) => tensor));
  const used = [...operators].reverse().filter((operator) => {
    if (!operator.outputs.some((output) => read.has(output))) return false;
    for (const input of operator.inputs) read.add(input);
    return true;
  });
  return used.reverse();
}

/** The same program without operators and tensors that nothing reads, such as weights that were replaced. */
export function compacted(program: TfliteProgram): TfliteProgram {
  const result = new TfliteProgram();
  const places = new Map<number, number>();
  const placeOf = (tensor: number): number => {
    if (tensor < 0) return tensor;
    const place = places.get(tensor) ?? result.add(program.tensorAt(tensor));
    places.set(tensor, place);
    return place;
  };
  for (const { name, tensor } of program.inputs) result.inputs.push({ name, tensor: placeOf(tensor) });
  result.operators = usedOperators(program).map((operator) => ({
    ...operator,
    inputs: operator.inputs.map(placeOf),
    outputs: operator.outputs.map(placeOf),
  }));
  for (const { name, tensor } of program.outputs) result.output(name, placeOf(tensor));
  return result;
}
