import {
  booleanForms,
  categoryForm,
  dateForms,
  datetimeForms,
  decimalForms,
  emptyForm,
  integerForm,
} from '../forms';
import type { Form } from '../forms';
import type { Missing } from '../missing';

/** What the first value of a column is plainly written as, in the order in which forms are found (see detect.ts). */
const firstForms: [RegExp, Form][] = [
  [/^-?(0|[1-9]\d{0,17})$/, integerForm],
  [/^(true|false)$/i, booleanForms[0] ?? categoryForm],
  [/^-?(0|[1-9]\d*)(\.\d*)?([eE][+-]?\d+)?$/, decimalForms.point],
  [/^\d{4}-\d\d-\d\d$/, dateForms.ymd],
  [/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?$/, datetimeForms.ymd],
];

/**
 * The form of a column whose rows so far follow `form`, and whose next value is `text`: null where only a look at the
 * text of all rows tells.
 */
export function widerForm(form: Form, text: string, missing: Missing): Form | null {
  const own = firstForms.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  if (form === integerForm && own === decimalForms.point) return own;
  if (form !== emptyForm) return null;
  if (own !== null) return own;
  // Digits may be a date or a number by another convention; marks and words for missing tell nothing.
  const isWord = /\p{L}/u.test(text) && !/\d/.test(text) && !missing.values.includes(text);
  return isWord ? categoryForm : null;
}
