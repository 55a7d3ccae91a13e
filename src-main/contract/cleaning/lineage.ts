import { stepDefinitions } from '.';
import type { CleaningStep } from '.';

/**
 * The columns before steps that columns after them follow from, worked out backwards. Steps that leave rows out make no
 * column. Of a step that makes another table without telling of what, every column it names is taken.
 */
export function sourcesOf(steps: readonly CleaningStep[], columns: readonly string[]): Set<string> {
  let wanted = new Set(columns);
  for (const step of steps.toReversed()) {
    const { effect, makes, columns: named } = stepDefinitions[step.kind];
    if (!step.enabled || effect === 'rows') continue;
    const made = makes(step);
    const before = new Set<string>();
    for (const name of wanted) {
      const ways = made.filter((column) => column.name === name);
      if (ways.length === 0) before.add(name);
      for (const { from } of ways) for (const source of from) before.add(source);
    }
    if (effect === 'table' && made.length === 0) for (const name of named(step)) before.add(name);
    wanted = before;
  }
  return wanted;
}
