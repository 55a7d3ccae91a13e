import { coded } from '../bins';
import { finePartsOf, predicts } from '../target';
import type { SampleColumn } from '../sample';
import { counted, percent } from './evidence';
import type { Finder } from './evidence';

const fewestRows = 30;
/** Of the rows with both dates. */
const nearlyAlways = 0.99;
const mostlyLater = 0.5;
const tells = 0.5;

/** How the dates of two columns follow one another, in the rows that have both. */
function following(
  earlier: Float64Array,
  later: Float64Array,
): { rows: number; notBefore: number; after: number } {
  let rows = 0;
  let notBefore = 0;
  let after = 0;
  earlier.forEach((first, row) => {
    const second = later[row] ?? Number.NaN;
    if (Number.isNaN(first) || Number.isNaN(second)) return;
    rows++;
    if (second >= first) notBefore++;
    if (second > first) after++;
  });
  return { rows, notBefore: notBefore / rows, after: after / rows };
}

const isDateColumn = ({ summary }: SampleColumn): boolean =>
  summary.type === 'date' || summary.type === 'datetime';

/**
 * A date that always lies after another one and tells the target, by its being there or by the time between: it was
 * written down after what is to be predicted happened.
 */
export const dateAfterEvent: Finder = ({ target, sample }) => {
  const answers = sample.columns.find(({ name }) => name === target?.column);
  if (target === null || answers === undefined) return [];
  const dates = sample.columns.filter((column) => isDateColumn(column) && column.name !== target.column);
  return dates.flatMap((later) => {
    for (const earlier of dates) {
      if (earlier === later || earlier.values === null || later.values === null) continue;
      const { rows, notBefore, after } = following(earlier.values, later.values);
      if (rows < fewestRows || notBefore < nearlyAlways || after < mostlyLater) continue;
      const values = later.values;
      const delays = values.map((second, row) => second - (earlier.values?.[row] ?? Number.NaN));
      const presence = Int32Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));
      const byPresence = predicts({ codes: presence, levels: 2 }, answers, target.task);
      const byDelay = predicts(
        coded({ ...later, values: delays }, finePartsOf(sample.rows)),
        answers,
        target.task,
      );
      const best = Math.max(byPresence, byDelay);
      if (best < tells) continue;
      return [
        {
          code: 'DATE_AFTER_EVENT' as const,
          column: later.name,
          message: `"${later.name}" comes after "${earlier.name}" and tells "${target.column}".`,
          decidedBy: `In ${percent(notBefore)} of ${counted(rows)} rows it is not before "${earlier.name}" (limit ${percent(nearlyAlways)}), and ${byPresence >= byDelay ? 'its being filled in' : 'the time between the two'} predicts ${percent(best)} of what there is to predict (limit ${percent(tells)}).`,
          next: `If a prediction is made at "${earlier.name}", "${later.name}" is not known yet: set its role to Ignore.`,
        },
      ];
    }
    return [];
  });
};
