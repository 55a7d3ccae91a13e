import { featureInputs } from '../../features/host';
import type { InputSpecification } from '../../features/host';
import { pointsOf } from '../../data/pixels';
import { BatchMultiple } from '../../compile/graph/shape';
import { takesText } from '../../features/fitted';
import type { Fitted, FittedFeature } from '../../features/fitted';
import type { Operand } from './lowerings/lowering';
import type { TfliteProgram } from './program/program';

/** One input of the file: one raw column, or a part of one. */
export interface ColumnInput {
  /** Its name in the signature: the column's own, with the part where a column has several. */
  name: string;
  column: string;
  /** Of the first feature that takes it. */
  specification: InputSpecification;
  /** The names of the traced pipeline's inputs that it is. */
  feeds: string[];
}

/** What stands behind the name of a column that comes in as several numbers. */
const parts: Partial<Record<InputSpecification['part'], string>> = {
  days: 'days',
  second: 'second of the day',
};

/** What an input is made of: features of joined models that take the same share it. */
function sourceOf(feature: FittedFeature, { part }: InputSpecification): string {
  const by = takesText(feature) ? ('vocabulary' in feature ? feature.vocabulary : feature) : null;
  // Words and pieces are made by more than the vocabulary.
  const made = part === 'words' || part === 'tokens' ? feature : by;
  // Points are the same whatever they are scaled by, as long as pictures are resized alike.
  const shape =
    feature.kind === 'image' ? [feature.height, feature.width, feature.channels, feature.fit] : null;
  return JSON.stringify([feature.column, part, made, shape]);
}

/** The inputs of a model, in the order of its columns, each with a name of its own. */
export function columnInputs(fitted: Fitted): ColumnInput[] {
  const columns = new Set(fitted.features.map(({ column }) => column));
  const inputs = new Map<string, ColumnInput>();
  const taken = new Set<string>();
  const freeName = (wanted: string, column: string): string => {
    let name = wanted;
    for (let count = 2; taken.has(name) || (name !== column && columns.has(name)); count++)
      name = `${wanted} (${String(count)})`;
    taken.add(name);
    return name;
  };
  fitted.features.forEach((feature, index) => {
    const { column } = feature;
    const all = featureInputs(feature, index);
    for (const specification of all) {
      const source = sourceOf(feature, specification);
      const known = inputs.get(source);
      if (known !== undefined) {
        known.feeds.push(specification.name);
        continue;
      }
      const part = parts[specification.part] ?? specification.part;
      const name = freeName(all.length === 1 ? column : `${column} (${part})`, column);
      inputs.set(source, { name, column, specification, feeds: [specification.name] });
    }
  });
  return [...inputs.values()];
}

/** Declares one input a column or part, [rows, 1], [rows, width], or [rows, height, width, channels] of a picture. @returns by the names of the traced pipeline. */
export function bindColumns(program: TfliteProgram, fitted: Fitted): Record<string, Operand> {
  const rows = new BatchMultiple(1);
  const declared = columnInputs(fitted).map(({ name, feeds, specification: { dtype, width, feature } }) => {
    const found = fitted.features[feature];
    const picture = found?.kind === 'image' ? found : null;
    const shape =
      picture === null ? [rows, width ?? 1] : [rows, picture.height, picture.width, picture.channels];
    const tensor = program.input(name, dtype, shape);
    return { feeds, width, picture, operand: { tensor, type: dtype, shape } };
  });
  const flat = program.constant('int32', [1], Int32Array.of(-1));
  return Object.fromEntries(
    declared.flatMap(({ feeds, width, picture, operand }) => {
      let bound: Operand = operand;
      const { type } = operand;
      if (picture !== null) {
        const shape = [rows, pointsOf(picture)];
        const target = program.constant('int32', [2], Int32Array.of(-1, pointsOf(picture)));
        const [tensor = -1] = program.emit('RESHAPE', [operand.tensor, target], [{ type, shape }]);
        bound = { tensor, type, shape };
      } else if (width === undefined) {
        const [tensor = -1] = program.emit('RESHAPE', [operand.tensor, flat], [{ type, shape: [rows] }]);
        bound = { tensor, type, shape: [rows] };
      }
      return feeds.map((name) => [name, bound] as const);
    }),
  );
}
