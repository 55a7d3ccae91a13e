import { enabledSteps } from '../../../contract/cleaning';
import type { CleaningPreview } from '../../../contract/schemas/cleaning';
import type { Cell } from '../../../contract/schemas/common';
import type { DuckDBValue } from '@duckdb/node-api';
import type { TaskHandler } from '../../protocol';
import { numeric } from '../database';
import type { Database } from '../database';
import { toCell } from '../cells';
import { identifier } from '../sql';
import { steps as implementations } from '.';
import { chain } from './chain';
import type { Stage } from './chain';
import { learnedFromAll } from './document';
import { lookAtFirstRows } from './first-rows-of';
import { reportOf } from './report';
import type { Before } from './report';
import { differs, rowColumn, typeOfKind } from './table';
import type { TableColumn } from './table';

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
export const previewSteps: TaskHandler<'preview-steps'> = async (params, { signal }) => {
  const { parquet, step: wanted, offset, limit, changedOnly, seed } = params;
  const steps = enabledSteps(params.steps);
  const last = wanted === null ? -1 : steps.findIndex(({ id }) => id === wanted);
  const learned = await learnedFromAll(params.cleaning, steps);
  const looked = await lookAtFirstRows({
    parquet,
    steps: last < 0 ? (wanted === null ? steps : []) : steps.slice(0, last),
    also: steps.slice(last < 0 ? steps.length : last, last + 1),
    seed,
    learned,
    learnedIn: params.cleaning,
    signal,
  });
  const { database, before, ...counts } = looked;
  try {
    const step = steps[last];
    if (step === undefined) {
      const rows = await database.rows(
        `SELECT * FROM ${before.relation} ORDER BY ${identifier(rowColumn)} LIMIT ${String(limit)} OFFSET ${String(offset)}`,
      );
      return {
        ...counts,
        errors: before.errors,
        learnedFrom: null,
        report: null,
        before: named(before.columns),
        columns: named(before.columns),
        rows: rows.map((row) => ({
          row: numeric(row[rowColumn]),
          cells: cellsOf(before.columns, row),
          was: {},
          removed: false,
        })),
      };
    }
    const made = await chain({
      database,
      relation: before.relation,
      steps: [step],
      tolerant: true,
      seed,
      known: learned,
    });
    const [stage] = made.stages;
    if (stage === undefined) throw new Error('a step was passed over');
    // Computed once: it is counted, compared and read.
    const relation = stage.error === null ? await kept(database, '#done', stage.relation) : before.relation;
    const done = { ...stage, relation };
    return {
      ...counts,
      errors: { ...before.errors, ...(stage.error === null ? {} : { [step.id]: stage.error }) },
      learnedFrom: !implementations[step.kind].learnsFromRows(step)
        ? null
        : Object.hasOwn(learned, step.id) || counts.sampled === counts.total
          ? 'all'
          : 'sample',
      report: await reportOf(database, before, done),
      before: named(before.columns),
      columns: named(stage.columns),
      rows: stage.error === null ? await page(database, before, done, { offset, limit, changedOnly }) : [],
    };
  } finally {
    database.close();
  }
};
