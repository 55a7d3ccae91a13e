import { changeCase } from '../../../contract/cleaning/steps/change-case';
import { implementStep } from './implement';
import { plain } from './plain';
import { replacingTexts } from './texts';

/** A word may hold marks that join to its letters and an apostrophe, so that "o'neil" is one. */
const word = `[\\p{L}\\p{M}\\p{N}''\u2019]+`;
const between = `[^\\p{L}\\p{M}\\p{N}''\u2019]+`;

const forms = {
  lower: (text: string) => `lower(${text})`,
  upper: (text: string) => `upper(${text})`,
  title: (text: string) =>
    `array_to_string(list_transform(regexp_extract_all(${text}, '${word}|${between}'), lambda part: upper(part[1]) || lower(part[2:])), '')`,
  sentence: (text: string) =>
    `regexp_extract(${text}, '^\\P{L}*') || upper(regexp_extract(${text}, '^\\P{L}*(\\p{L}?)', 1)) || lower(regexp_extract(${text}, '(?s)^\\P{L}*\\p{L}?(.*)', 1))`,
};

export const changeCaseStep = implementStep(
  changeCase,
  plain(({ columns, to }, table) => replacingTexts(columns, table, forms[to])),
);
