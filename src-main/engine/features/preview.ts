import { StrongroomError } from '../../contract/errors';
import type { Histogram } from '../../contract/schemas/data';
import type { TransformPreview } from '../../contract/schemas/features';
import { missingCode, type FrameColumn } from '../data/frame';
import { numeric, openDatabase } from '../data/database';
import { identifier, literal } from '../data/sql';
import type { TaskContext, TaskParams, TaskResult } from '../protocol';
import { frameKind, readColumns } from './columns';
import { fitFeatures } from './fit';
import { hostInputs } from './host';

/** Enough for a picture, and shown while one chooses. */
const sampleRows = 5000;
const bins = 24;
/** Histograms and numbers of an example that are shown. */
const shownColumns = 3;
const shownValues = 8;

/** Even bins over the finite values; null where there are none. */
export function histogramOf(values: Iterable<number>): Histogram | null {
  const finite = Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return null;
  const least = finite.reduce((a, b) => Math.min(a, b));
  const most = finite.reduce((a, b) => Math.max(a, b));
  const width = most > least ? (most - least) / bins : 1 / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of finite) {
    const place = Math.min(bins - 1, Math.floor((value - least) / width));
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return { edges: Array.from({ length: bins + 1 }, (_, i) => least + i * width), counts };
}

/** The most frequent texts, each with a row that has it. */
function frequent(column: FrameColumn): { value: string; rows: number; row: number }[] {
  if (column.kind !== 'text') return [];
  const found = new Map<number, { value: string; rows: number; row: number }>();
  column.codes.forEach((code, row) => {
    const value = code === missingCode ? '' : (column.dictionary[code] ?? '');
    const known = found.get(code) ?? { value, rows: 0, row };
    found.set(code, { ...known, rows: known.rows + 1 });
  });
  return [...found.values()].sort((a, b) => b.rows - a.rows).slice(0, shownValues);
}

/**
 * Fits one column on a sample of the rows that have an answer and applies it to them, as training and the exported model
 * would. Throws TARGET_NOT_FOUND when the sample is empty.
 */
export async function previewTransform(
  { parquet, column, type, recipe, task }: TaskParams<'preview-transform'>,
  { signal }: Pick<TaskContext, 'signal'>,
): Promise<TaskResult<'preview-transform'>> {
  // tfjs is plain JavaScript, and loaded only where it is asked for.
  const [{ startTensors }, { transformRows }] = await Promise.all([
    import('./tensors'),
    import('./apply/matrix'),
  ]);
  await startTensors();
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    // Another name than the column's, whatever that is.
    const answer = `${column} answer`;
    const target = task === null || recipe.target === null ? '0.0' : identifier(recipe.target);
    const own = identifier(column);
    await database.run(
      `CREATE TEMP TABLE sample AS SELECT ${own}, ${target} AS ${identifier(answer)}, file_row_number
        FROM read_parquet(${literal(parquet)}, file_row_number = true)
        WHERE ${target} IS NOT NULL USING SAMPLE reservoir(${sampleRows} ROWS) REPEATABLE (${recipe.seed})`,
    );
    const [counted = {}] = await database.rows('SELECT count(*) AS rows FROM temp.sample');
    const rows = numeric(counted['rows']);
    if (rows === 0) {
      throw new StrongroomError('TARGET_NOT_FOUND', 'No row has a value to predict.', {
        next: 'Choose another column to predict.',
      });
    }
    const inputs = [{ name: column, type }];
    const planned = task ?? 'regression';
    // A Poisson loss asks for counts, which has nothing to do with this column.
    const fitted = await fitFeatures(database, 'temp.sample', inputs, answer, planned, {
      ...recipe,
      training: {
        ...recipe.training,
        loss: 'auto',
        stopping: { ...recipe.training.stopping, monitor: 'loss' },
      },
    });
    const frame = await readColumns(database, [{ name: column, kind: frameKind(type) }], 'temp.sample', rows);
    const [raw] = frame.columns;
    const made = transformRows(fitted, hostInputs(fitted, frame));
    const width = made.length / rows;
    const [feature] = fitted.features;
    const flag = feature !== undefined && 'indicator' in feature && feature.indicator;
    const shown = Math.min(width - (flag ? 1 : 0), shownColumns);
    const numbers = (row: number): number[] => Array.from(made.subarray(row * width, row * width + shown));
    const after = Array.from({ length: shown }, (_, place) =>
      histogramOf(Array.from({ length: rows }, (__, row) => made[row * width + place] ?? Number.NaN)),
    );
    const preview: TransformPreview = {
      rows,
      width,
      flag,
      before: raw === undefined || 'codes' in raw ? null : histogramOf(raw.values),
      after: after.flatMap((histogram) => (histogram === null ? [] : [histogram])),
      examples:
        raw === undefined
          ? []
          : frequent(raw).map(({ value, rows: times, row }) => ({
              value,
              rows: times,
              numbers: numbers(row),
            })),
    };
    return preview;
  } finally {
    database.close();
  }
}
