import { numeric } from '../../database';
import { beyond, boundsOf } from '../../steps/bounds';
import { listed } from '../../../../contract/cleaning';
import { plural } from '../rule';
import type { Rule } from '../rule';

/** Tukey's "far out": three times the distance of the quartiles. */
const far = 3;
/** More than one in a hundred is the shape of the column, not a mistake. */
const mostShare = 0.01;

/** Numbers far from all others. */
export const farOutliers: Rule = {
  name: 'far-outliers',
  async look({ database, relation, columns, rows }) {
    const numbers = columns.filter(({ kind }) => kind === 'integer' || kind === 'decimal');
    if (numbers.length === 0 || rows < 20) return [];
    const bounds = await boundsOf(
      numbers.map(({ name }) => name),
      'iqr',
      far,
      { database, relation, columns, seed: 1 },
    );
    const list = bounds.map(
      (one, index) => `count(*) FILTER (${beyond([one])})::DOUBLE AS "${String(index)}"`,
    );
    const [found = {}] = await database.rows(`SELECT ${list.join(', ')} FROM ${relation}`);
    const odd = bounds.flatMap(({ name }, index) => {
      const count = numeric(found[String(index)]);
      return count > 0 && count <= Math.max(1, mostShare * rows) ? [{ name, count }] : [];
    });
    if (odd.length === 0) return [];
    const count = odd.reduce((sum, one) => sum + one.count, 0);
    const names = odd.map(({ name }) => name);
    return [
      {
        step: { kind: 'cap-outliers', columns: names, method: 'iqr', threshold: far },
        reason: `${plural(count, 'value')} of ${listed(names)} ${count === 1 ? 'lies' : 'lie'} more than 3 times the middle half outside of it. Cap them if they are mistakes.`,
        changes: { what: 'cells', count },
      },
    ];
  },
};
