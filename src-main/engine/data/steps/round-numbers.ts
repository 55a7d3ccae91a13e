import { roundNumbers } from '../../../contract/cleaning/steps/round-numbers';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { replacing, sqlTypes } from './table';

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
        const rounded = `${functions[direction]}(${scaled})`;
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
