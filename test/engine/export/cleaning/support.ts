import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { CleaningStep } from '../../../../src-main/contract/cleaning';
import type { Cell as TableCell } from '../../../../src-main/contract/schemas/common';
import type { ColumnType } from '../../../../src-main/contract/schemas/data';
import { encodeModel } from '../../../../src-main/engine/compile/onnx/encode';
import { OnnxProgram } from '../../../../src-main/engine/compile/onnx/program';
import { lowerCleaning, rawInputType } from '../../../../src-main/engine/export/onnx/cleaning/lower-cleaning';
import { cellKindOf, planCleaning } from '../../../../src-main/engine/export/onnx/cleaning/plan';
import type { CleaningPlan, WantedColumn } from '../../../../src-main/engine/export/onnx/cleaning/plan';
import { run, step, tableOf } from '../../data/steps/support';

export interface Column {
  type: ColumnType;
  cells: TableCell[];
}
export type Columns = Record<string, Column>;

const sqlTypes: Record<ColumnType, string> = {
  integer: 'BIGINT',
  decimal: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  datetime: 'TIMESTAMP',
  category: 'VARCHAR',
  text: 'VARCHAR',
  image: 'VARCHAR',
};

const sqlOf = (columns: Columns): string =>
  tableOf(
    Object.fromEntries(
      Object.entries(columns).map(([name, { type, cells }]) => [name, { type: sqlTypes[type], cells }]),
    ),
  );

interface Input {
  type: 'string' | 'double';
  values: (string | number | null)[];
}

function inputOf({ type, cells }: Column): Input {
  if (rawInputType(cellKindOf(type)) === 'string')
    return { type: 'string', values: cells.map((cell) => String(cell ?? '')) };
  const isTime = type === 'date' || type === 'datetime';
  const values = cells.map((cell) => {
    if (cell === null) return null;
    return isTime
      ? Date.parse(`${String(cell).replace(' ', 'T')}${type === 'date' ? '' : 'Z'}`) / 1000
      : Number(cell);
  });
  return { type: 'double', values };
}

type Outputs = Record<string, (number | string | null)[]>;

async function runOnnx(bytes: Uint8Array, inputs: Record<string, Input>): Promise<Outputs> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, { type, values }]) => {
      const shape = [values.length, 1];
      if (type === 'string') return [name, new Tensor('string', values.map(String), shape)];
      const numbers = Float64Array.from(values, (value) => Number(value ?? Number.NaN));
      return [name, new Tensor('float64', numbers, shape)];
    }),
  );
  const results = await session.run(feeds);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => {
      const list: (number | string)[] = [];
      for (const value of data) list.push(typeof value === 'string' ? value : Number(value));
      return [name, list];
    }),
  );
}

/** What a graph gives for a new column of an expression over x and y. */
export async function derivedInGraph(
  expression: string,
  kind: 'integer' | 'decimal',
  rows: readonly { x: number | null; y: number | null }[],
): Promise<(number | string | null)[]> {
  const derive = step({ kind: 'derive-column', form: 'expression', expression, into: 'z' });
  const document = { formatVersion: 1 as const, steps: [derive], learned: { [derive.id]: kind } };
  const raw = (['x', 'y'] as const).map((name) => ({ name, type: 'decimal' as const }));
  const plan = planCleaning(document, raw, [{ name: 'z', kind: 'number' }]);
  if (plan.inside.length === 0) throw new Error(`${expression} is not in the graph`);
  const program = new OnnxProgram();
  const value = lowerCleaning(program, plan, document)('z', 'number') ?? '';
  program.output(value, { name: 'out', type: 'float', shape: ['rows', 1] });
  const inputs = Object.fromEntries(
    [...plan.read.keys()].map((name): [string, Input] => [
      name,
      { type: 'double', values: rows.map((row) => (name === 'x' ? row.x : row.y)) },
    ]),
  );
  const bytes = encodeModel(program, { producerVersion: '', documentation: '', metadata: {} });
  return (await runOnnx(bytes, inputs))['out'] ?? [];
}

export interface Cleaned {
  plan: CleaningPlan;
  /** By column: what the graph gives, and what DuckDB gives. */
  columns: Record<string, { graph: (number | string)[]; table: (number | string)[] }>;
}

/**
 * Learns steps from one table, does them to another one in DuckDB, and those that can be in a graph in ONNX Runtime,
 * over what DuckDB's steps before them leave.
 */
export async function cleanBothWays(
  training: Columns,
  later: Columns,
  steps: readonly CleaningStep[],
  wanted: readonly WantedColumn[],
): Promise<Cleaned> {
  const { learned } = await run(sqlOf(training), steps);
  const document = { formatVersion: 1 as const, steps: [...steps], learned: { ...learned } };
  const raw = Object.entries(later).map(([name, { type }]) => ({ name, type }));
  const plan = planCleaning(document, raw, wanted);
  const after = await run(sqlOf(later), steps, { learned });
  const before = await run(sqlOf(later), plan.before, { learned });
  const program = new OnnxProgram();
  const clean = lowerCleaning(program, plan, document);
  const outputs = wanted.flatMap(({ name, kind }) => {
    const value = clean(name, kind);
    if (value === null) return [];
    const type = kind === 'text' ? 'string' : kind === 'number' ? 'float' : 'double';
    return [{ name, kind, output: program.output(value, { name: `out ${name}`, type, shape: ['rows', 1] }) }];
  });
  const bytes = encodeModel(program, { producerVersion: '', documentation: '', metadata: {} });
  const inputs = Object.fromEntries(
    [...plan.read].map(([name]) => [
      name,
      inputOf({ type: later[name]?.type ?? 'text', cells: before.cells[name] ?? [] }),
    ]),
  );
  const results = await runOnnx(bytes, inputs);
  const columns: Cleaned['columns'] = {};
  for (const { name, kind, output } of outputs) {
    const graph = (results[output] ?? []).map((value) => value ?? Number.NaN);
    const table = (after.cells[name] ?? []).map((cell) => {
      if (kind === 'text') return String(cell ?? '');
      if (cell === null) return Number.NaN;
      if (kind === 'number') return Math.fround(Number(cell));
      return Date.parse(`${String(cell).replace(' ', 'T')}${String(cell).length > 10 ? 'Z' : ''}`) / 1000;
    });
    columns[name] = { graph, table };
  }
  return { plan, columns };
}
