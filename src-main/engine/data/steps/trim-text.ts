import { trimText } from '../../../contract/cleaning/steps/trim-text';
import { identifier } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { replacing } from './table';

/** What Unicode counts as blank, with the non-breaking spaces and the zero-width marks that spreadsheets leave. */
const blank =
  '[\\s\\x{00A0}\\x{1680}\\x{2000}-\\x{200B}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}]';

export const trimTextStep = implementStep(
  trimText,
  plain(({ columns, inner, emptyIsMissing }, table) => {
    const texts = new Set(table.columns.filter(({ kind }) => kind === 'text').map(({ name }) => name));
    const changes = columns
      .filter((name) => texts.has(name))
      .map((name): [string, string] => {
        const ends = `regexp_replace(${identifier(name)}, '^${blank}+|${blank}+$', '', 'g')`;
        const trimmed = inner ? `regexp_replace(${ends}, '${blank}+', ' ', 'g')` : ends;
        return [name, emptyIsMissing ? `nullif(${trimmed}, '')` : trimmed];
      });
    return replacing(table.relation, changes);
  }),
);
