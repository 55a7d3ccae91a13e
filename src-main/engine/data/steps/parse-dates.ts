import { parseDates } from '../../../contract/cleaning/steps/parse-dates';
import { identifier } from '../sql';
import { byFormat, byOrder, bySerial, monthNameFormats } from './date-formats';
import { implementStep } from './implement';
import { plain } from './plain';
import { replacing, sqlTypes } from './table';

export const parseDatesStep = implementStep(
  parseDates,
  plain(({ columns, order, formats, pivot, serial, as }, table) => {
    const wanted = new Set(columns);
    const changes = table.columns
      .filter(({ name, kind }) => wanted.has(name) && kind !== 'boolean')
      .map(({ name, kind }): [string, string] => {
        const column = identifier(name);
        if (kind === 'date' || kind === 'datetime') return [name, `CAST(${column} AS ${sqlTypes[as]})`];
        const text = `trim(CAST(${column} AS VARCHAR))`;
        const isNumber = kind === 'integer' || kind === 'decimal';
        const ways = formats.map((format) => byFormat(text, format, pivot));
        if (serial !== 'none') {
          const number = isNumber ? `${column}::DOUBLE` : `TRY_CAST(${text} AS DOUBLE)`;
          ways.push(bySerial(number, serial));
        }
        if (!isNumber) {
          ways.push(byOrder(text, order, pivot));
          ways.push(...monthNameFormats.map((format) => byFormat(text, format, pivot)));
        }
        return [name, `CAST(coalesce(${[...ways, 'NULL'].join(', ')}) AS ${sqlTypes[as]})`];
      });
    return replacing(table.relation, changes);
  }),
);
