import { featureInputs, inputSpecifications } from '../../features/host';
import type { InputSpecification } from '../../features/host';
import { BatchMultiple } from '../../compile/graph/shape';
import type { Fitted } from '../../features/fitted';
import type { Operand } from './lowerings/lowering';
import type { TfliteProgram } from './program/program';

/** One input of the file: one raw column, or a part of one. */
export interface ColumnInput {
  /** Its name in the signature: the column's own, with the part where a column has several. */
  name: string;
  column: string;
  specification: InputSpecification;
}

/** What stands behind the name of a column that comes in as several numbers. */
const parts: Partial<Record<InputSpecification['part'], string>> = {
  days: 'days',
  second: 'second of the day',
};

/** The inputs of a model, in the order of its columns, each with a name of its own. */
export function columnInputs(fitted: Fitted): ColumnInput[] {
  const taken = new Set(fitted.features.map(({ column }) => column));
  return fitted.features.flatMap((feature, index) =>
    featureInputs(feature, index).map((specification, _, all) => {
      const { column } = feature;
      if (all.length === 1) return { name: column, column, specification };
      let name = `${column} (${parts[specification.part] ?? specification.part})`;
      while (taken.has(name)) name += '_';
      taken.add(name);
      return { name, column, specification };
    }),
  );
}

/** Declares one input a column or part, [rows, 1] or [rows, width]. @returns by the names of the traced pipeline. */
export function bindColumns(program: TfliteProgram, fitted: Fitted): Record<string, Operand> {
  const rows = new BatchMultiple(1);
  const names = new Map(columnInputs(fitted).map(({ name, specification }) => [specification.name, name]));
  const declared = inputSpecifications(fitted).map(({ name, dtype, width }) => {
    const shape = [rows, width ?? 1];
    const tensor = program.input(names.get(name) ?? name, dtype, shape);
    return { name, width, operand: { tensor, type: dtype, shape } };
  });
  const flat = program.constant('int32', [1], Int32Array.of(-1));
  return Object.fromEntries(
    declared.map(({ name, width, operand }): [string, Operand] => {
      if (width !== undefined) return [name, operand];
      const { type } = operand;
      const [tensor = -1] = program.emit('RESHAPE', [operand.tensor, flat], [{ type, shape: [rows] }]);
      return [name, { tensor, type, shape: [rows] }];
    }),
  );
}
