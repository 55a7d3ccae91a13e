import type { CleaningPreview } from '../../../contract/schemas/cleaning';
import type { Cell } from '../../../contract/schemas/common';
import type { DuckDBValue } from '@duckdb/node-api';
import type { TaskHandler } from '../../protocol';
import { numeric, openDatabase } from '../database';
import type { Database } from '../database';
import { toCell } from '../rows';
import { identifier, literal } from '../sql';
import { steps as implementations } from '.';
import { chain } from './chain';
import type { Stage } from './chain';
import { reportOf } from './report';
import type { Before } from './report';
import { columnsOf, differs, rowColumn, typeOfKind } from './table';
import type { TableColumn } from './table';

/** Rows that are looked at: enough to see what a step does, few enough to answer at once. */
const mostRows = 20_000;
const mostCells = 1_000_000;

type Row = Record<string, DuckDBValue>;

const cellsOf = (columns: readonly TableColumn[], row: Row): Cell[] =>
  columns.map(({ name }) => toCell(row[name] ?? null));

/** The rows of a page, with those that the step takes away, and what their cells were before. */
async function page(
  database: Database,
  before: Before,
  { step, relation, columns }: Stage,
  { offset, limit, changedOnly }: { offset: number; limit: number; changedOnly: boolean },
): Promise<CleaningPreview['rows']> {
  const row = identifier(rowColumn);
  const paging = `LIMIT ${String(limit)} OFFSET ${String(offset)}`;
  if (implementations[step.kind].effect === 'table') {
    const after = await database.rows(`SELECT * FROM ${relation} ORDER BY ${row} ${paging}`);
    return after.map((found) => ({ row: null, cells: cellsOf(columns, found), was: {}, removed: false }));
  }
  const known = new Set(before.columns.map(({ name }) => name));
  const differing = columns.map(({ name }) =>
    known.has(name) ? differs(name, before.columns, columns) : `a.${identifier(name)} IS NOT NULL`,
  );
  const condition = changedOnly ? `WHERE a.${row} IS NULL OR ${differing.join(' OR ')}` : '';
  const numbers = await database.rows(
    `SELECT b.${row}::DOUBLE AS number, a.${row} IS NULL AS removed FROM ${before.relation} b LEFT JOIN ${relation} a USING (${row}) ${condition} ORDER BY b.${row} ${paging}`,
  );
  const list = numbers.map(({ number }) => String(numeric(number))).join(', ');
  if (list === '') return [];
  const read = async (from: string): Promise<Map<number, Row>> => {
    const found = await database.rows(`SELECT * FROM ${from} WHERE ${row} IN (${list})`);
    return new Map(found.map((values) => [numeric(values[rowColumn]), values]));
  };
  const [olds, news] = [await read(before.relation), await read(relation)];
  return numbers.map(({ number, removed }) => {
    const index = numeric(number);
    const old = olds.get(index) ?? {};
    const cells = cellsOf(columns, removed === true ? old : (news.get(index) ?? {}));
    const was = columns.flatMap(({ name }, place): [string, Cell][] => {
      if (removed === true || !known.has(name)) return [];
      const value = toCell(old[name] ?? null);
      return value === cells[place] ? [] : [[String(place), value]];
    });
    return { row: index, cells, was: Object.fromEntries(was), removed: removed === true };
  });
}

const named = (columns: readonly TableColumn[]): CleaningPreview['columns'] =>
  columns.map(({ name, kind }) => ({ name, type: typeOfKind(kind) }));

/** The rows of a view in a table of their own. */
async function kept(database: Database, name: string, relation: string): Promise<string> {
  const table = identifier(name);
  await database.run(`CREATE TEMP TABLE ${table} AS SELECT * FROM ${relation}`);
  return table;
}

/** What the steps up to one make of the first rows of a data set, and what that one changes. See protocol.ts. */
export const previewSteps: TaskHandler<'preview-steps'> = async (
  { parquet, steps, step: wanted, offset, limit, changedOnly, seed },
  { signal },
) => {
  const database = await openDatabase({ files: [parquet], directories: [], signal });
  try {
    const source = `read_parquet(${literal(parquet)}, file_row_number = true)`;
    const described = await database.rows(`DESCRIBE SELECT * FROM ${source}`);
    const size = Math.max(100, Math.min(mostRows, Math.floor(mostCells / described.length)));
    await database.run(
      `CREATE TEMP TABLE "#sample" AS SELECT * EXCLUDE (file_row_number), file_row_number AS ${identifier(rowColumn)} FROM ${source} WHERE file_row_number < ${String(size)}`,
    );
    const [count = {}] = await database.rows(
      `SELECT (SELECT count(*) FROM ${source})::DOUBLE AS total, (SELECT count(*) FROM "#sample")::DOUBLE AS sampled`,
    );
    const last = wanted === null ? -1 : steps.findIndex(({ id }) => id === wanted);
    const made = await chain({
      database,
      relation: '"#sample"',
      steps: last < 0 ? steps : steps.slice(0, last + 1),
      tolerant: true,
      seed,
    });
    const stage = wanted === null ? undefined : made.stages.find(({ step }) => step.id === wanted);
    const index = stage === undefined ? -1 : made.stages.indexOf(stage);
    const first: Before = { relation: '"#sample"', columns: await columnsOf(database, '"#sample"') };
    const before: Before = index > 0 ? (made.stages[index - 1] ?? first) : first;
    const errors = Object.fromEntries(
      made.stages.flatMap(({ step: { id }, error }) => (error === null ? [] : [[id, error] as const])),
    );
    const counts = { errors, total: numeric(count['total']), sampled: numeric(count['sampled']) };
    if (stage === undefined) {
      const from = wanted === null ? made : before;
      const rows = await database.rows(
        `SELECT * FROM ${from.relation} ORDER BY ${identifier(rowColumn)} LIMIT ${String(limit)} OFFSET ${String(offset)}`,
      );
      return {
        ...counts,
        report: null,
        before: named(before.columns),
        columns: named(from.columns),
        rows: rows.map((row) => ({
          row: numeric(row[rowColumn]),
          cells: cellsOf(from.columns, row),
          was: {},
          removed: false,
        })),
      };
    }
    // Computed once: they are counted, compared and read.
    const old = { ...before, relation: await kept(database, '#before', before.relation) };
    const done =
      stage.error === null
        ? { ...stage, relation: await kept(database, '#done', stage.relation) }
        : { ...stage, relation: old.relation };
    return {
      ...counts,
      report: await reportOf(database, old, done),
      before: named(before.columns),
      columns: named(stage.columns),
      rows: stage.error === null ? await page(database, old, done, { offset, limit, changedOnly }) : [],
    };
  } finally {
    database.close();
  }
};
