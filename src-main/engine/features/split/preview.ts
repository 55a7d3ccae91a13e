import { planTask, splitColumn, targetColumn } from '../../../contract/planning';
import { normalizeError } from '../../../contract/errors';
import type { SplitPreview } from '../../../contract/schemas/split';
import { openDatabase } from '../../data/database';
import { literal } from '../../data/sql';
import type { TaskContext, TaskParams } from '../../protocol';
import { splitRows, type WholeSplit } from '.';
import { checkSplit, classCounts } from './check';
import { partOfValue } from './column';
import type { SplitRows } from './method';
import { noClass, parts } from './parts';
import { holdsMoments, readSplitRows, type GoesBy } from './read';
import { together } from './strata';

const bins = 60;
const mostClasses = 20;
const mostValues = 50;
const partOfCode = ['train', 'validation', 'test', 'aside'] as const;

function timelineOf(
  { times, strata }: SplitRows,
  part: Uint8Array,
  goesBy: GoesBy,
): SplitPreview['timeline'] {
  if (times === undefined || times.order.length === 0) return null;
  const { values, order } = times;
  const from = values[order[0] ?? 0] ?? 0;
  const to = values[order.at(-1) ?? 0] ?? 0;
  const counts = Array.from({ length: bins }, () => ({ train: 0, validation: 0, test: 0, aside: 0 }));
  for (const row of together(strata)) {
    const share = to > from ? ((values[row] ?? Number.NaN) - from) / (to - from) : 0;
    const bin = counts[Math.min(bins - 1, Math.floor(share * bins))];
    if (bin !== undefined) bin[partOfCode[part[row] ?? parts.none] ?? 'aside'] += 1;
  }
  return { kind: holdsMoments(goesBy) ? 'moment' : 'number', from, to, bins: counts };
}

function groupsOf({ words }: SplitRows, part: Uint8Array): SplitPreview['groups'] {
  if (words === undefined) return null;
  const seen = [new Set<number>(), new Set<number>(), new Set<number>()];
  part.forEach((value, row) => seen[value]?.add(words.codes[row] ?? noClass));
  const [train, validation, test] = seen.map(({ size }) => size);
  return { train: train ?? 0, validation: validation ?? 0, test: test ?? 0 };
}

function valuesOf(
  { words, strata }: SplitRows,
  recipe: TaskParams<'split'>['recipe'],
): SplitPreview['values'] {
  if (words === undefined) return null;
  const counts = new Array<number>(words.names.length).fill(0);
  for (const row of together(strata)) {
    const code = words.codes[row] ?? noClass;
    if (code in counts) counts[code] = (counts[code] ?? 0) + 1;
  }
  return words.names
    .map((value, code) => ({
      value,
      rows: counts[code] ?? 0,
      part: partOfValue(recipe.split.partValues, value),
    }))
    .sort((a, b) => b.rows - a.rows)
    .slice(0, mostValues);
}

function describe(
  rows: SplitRows,
  split: WholeSplit,
  goesBy: GoesBy,
): Pick<SplitPreview, 'rows' | 'classes' | 'groups' | 'timeline' | 'folds'> {
  const { part, counts, folds } = split;
  const labelled = rows.strata.reduce((sum, { length }) => sum + length, 0);
  const perClass = classCounts(rows, part)
    .map(([train = 0, validation = 0, test = 0], index) => ({
      name: rows.classes?.[index] ?? '',
      train,
      validation,
      test,
    }))
    .sort((a, b) => b.train + b.validation + b.test - (a.train + a.validation + a.test));
  return {
    rows: { ...counts, aside: labelled - counts.train - counts.validation - counts.test },
    classes: rows.classes === null ? null : perClass.slice(0, mostClasses),
    groups: goesBy.method === 'group' ? groupsOf(rows, part) : null,
    timeline: timelineOf(rows, part, goesBy),
    folds: folds.map((fold) => ({ train: fold.counts.train, validation: fold.counts.validation })),
  };
}

const empty: SplitPreview = {
  rows: { train: 0, validation: 0, test: 0, aside: 0 },
  classes: null,
  groups: null,
  timeline: null,
  values: null,
  folds: [],
  warnings: [],
  problem: null,
};

/** Which rows the recipe would put where, without fitting or writing anything; what is wrong with it is in `problem`. */
export async function previewSplit(
  { parquet, profile, recipe }: TaskParams<'split'>,
  { signal }: Pick<TaskContext, 'signal'>,
): Promise<SplitPreview> {
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  let values: SplitPreview['values'] = null;
  try {
    const target = targetColumn(recipe, profile.columns);
    const { task } = planTask(recipe, target);
    const goesBy = { method: recipe.split.method, column: splitColumn(recipe.split, profile.columns) };
    const source = `read_parquet(${literal(parquet)}, file_row_number = true)`;
    const rows = await readSplitRows(database, source, target.name, task, goesBy);
    if (goesBy.method === 'column') values = valuesOf(rows, recipe);
    const split = splitRows(recipe, rows, holdsMoments(goesBy));
    const warnings = checkSplit(rows, split, recipe.split, target.name);
    return { ...empty, ...describe(rows, split, goesBy), values, warnings };
  } catch (thrown) {
    const problem = normalizeError(thrown);
    if (problem.code === 'CANCELLED' || problem.code === 'INTERNAL') throw problem;
    return { ...empty, values, problem: problem.toPayload() };
  } finally {
    database.close();
  }
}
