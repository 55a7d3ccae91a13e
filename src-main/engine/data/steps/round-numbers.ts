import { hair, largestMeant, roundNumbers } from '../../../contract/cleaning/steps/round-numbers';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { replacing, sqlTypes } from './table';

/**
 * A scaled number as a person means it: 1.1 * 100 is a hair above 110, which no rounding up may make 111, and 1.005 * 100 a
 * hair below 100.5. Whole and half numbers that are off by the last bit or two are taken for what they were. Beyond 1e12
 * those bits would be digits that can be seen. The same is in export/onnx/cleaning/steps/round-numbers.ts.
 */
function meant(scaled: string): string {
  const half = `(round(${scaled} * 2) / 2)`;
  return `CASE WHEN abs(${scaled}) < ${String(largestMeant)} AND abs(${scaled} - ${half}) <= abs(${scaled}) * ${String(hair)} THEN ${half} ELSE ${scaled} END`;
}

const functions = { nearest: 'round', down: 'floor', up: 'ceil' } as const;

export const roundNumbersStep = implementStep(
  roundNumbers,
  plain(({ columns, digits, direction }, table) => {
    const wanted = new Set(columns);
    const power = String(10 ** Math.abs(digits));
    const changes = table.columns
      .filter(
        ({ name, kind }) => wanted.has(name) && (kind === 'decimal' || (kind === 'integer' && digits < 0)),
      )
      .map(({ name, kind }): [string, string] => {
        const column = identifier(name);
        const scaled = digits >= 0 ? `${column} * ${power}::DOUBLE` : `${column} / ${power}::DOUBLE`;
        const rounded = `${functions[direction]}(${digits > 0 ? meant(scaled) : scaled})`;
        const back = digits >= 0 ? `${rounded} / ${power}::DOUBLE` : `${rounded} * ${power}::DOUBLE`;
        // A number too large to be scaled has no digits there to cut off.
        return [
          name,
          `CAST(CASE WHEN isfinite(${scaled}) THEN ${back} ELSE ${column} END AS ${sqlTypes[kind]})`,
        ];
      });
    return replacing(table.relation, changes);
  }),
);
