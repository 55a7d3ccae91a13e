import { normaliseText } from '../../../contract/cleaning/steps/normalise-text';
import { literal } from '../sql';
import { implementStep } from './implement';
import { plain } from './plain';
import { replacingTexts } from './texts';

const singleQuotes = '[\u2018\u2019\u201a\u201b\u2032]';
const doubleQuotes = '[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb]';
const dashes = '[\u2010-\u2015\u2212]';
const ellipsis = '\u2026';

const plainMarksOf = (text: string): string =>
  [
    [singleQuotes, "'"],
    [doubleQuotes, '"'],
    [dashes, '-'],
    [ellipsis, '...'],
  ].reduce(
    (done, [found = '', mark = '']) => `regexp_replace(${done}, ${literal(found)}, ${literal(mark)}, 'g')`,
    text,
  );

export const normaliseTextStep = implementStep(
  normaliseText,
  plain(({ columns, plainMarks, removeAccents }, table) =>
    replacingTexts(columns, table, (column) => {
      const composed = `nfc_normalize(${column})`;
      const marked = plainMarks ? plainMarksOf(composed) : composed;
      return removeAccents ? `strip_accents(${marked})` : marked;
    }),
  ),
);
