import { predicts } from '../target';
import { percent } from './evidence';
import type { Finder } from './evidence';

const limit = 0.8;
const fewestRows = 50;

/** Whether a value is there at all tells the target: it was filled in because of the answer. */
export const missingPredictsTarget: Finder = ({ target, sample }) => {
  const answers = sample.columns.find(({ name }) => name === target?.column);
  if (target === null || answers === undefined || sample.rows < fewestRows) return [];
  return sample.columns.flatMap((column) => {
    if (column.name === target.column || column.summary.missing === 0) return [];
    const codes = Int32Array.from({ length: sample.rows }, (_, row) =>
      (column.values === null ? (column.codes?.[row] ?? -1) < 0 : Number.isNaN(column.values[row])) ? 0 : 1,
    );
    const share = predicts({ codes, levels: 2 }, answers, target.task);
    if (share < limit) return [];
    return [
      {
        code: 'MISSING_PREDICTS_TARGET',
        column: column.name,
        message: `Whether "${column.name}" is filled in predicts "${target.column}".`,
        decidedBy: `Knowing only whether the value is there predicts ${percent(share)} of what there is to predict, in rows that it was not looked up from; the limit is ${percent(limit)}.`,
        next: `Such columns are often filled in after the answer is known. Set the role of "${column.name}" to Ignore if so.`,
      },
    ];
  });
};
