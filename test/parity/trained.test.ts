import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipeSchema } from '../../src-main/contract/schemas/recipe';
import type { Task } from '../../src-main/contract/schemas/recipe';
import { missingCode, writeFrame } from '../../src-main/engine/data/frame';
import type { FrameColumn } from '../../src-main/engine/data/frame';
import type { Fitted, FittedFeature } from '../../src-main/engine/features/fitted';
import { modelFiles, preparedFiles } from '../../src-main/engine/protocol';
import type { TaskContext, TaskHandlers } from '../../src-main/engine/protocol';
import { handlers as exportHandlers } from '../../src-main/engine/tasks/export';
import { handlers as onnxHandlers } from '../../src-main/engine/tasks/onnx';
import { handlers as tensorHandlers } from '../../src-main/engine/tasks/tensors';
import { Random } from '../../src-main/engine/random';

type Cell = number | string | null;
type Row = Record<string, Cell>;

interface Problem {
  file: string;
  task: Task;
  target: string;
  features: FittedFeature[];
}

/** Rough statistics, written here by hand: what is tested is that the export follows them, whatever they are. */
const number = (column: string, center: number, scale: number): FittedFeature => ({
  column,
  kind: 'number',
  center,
  scale,
  median: center,
  indicator: true,
});

const problems: Problem[] = [
  {
    file: 'penguins.json',
    task: 'multiclass',
    target: 'Species',
    features: [
      number('Beak Length (mm)', 44, 9),
      number('Beak Depth (mm)', 17, 3),
      number('Flipper Length (mm)', 197, 23),
      number('Body Mass (g)', 4050, 1200),
      { column: 'Island', kind: 'category', vocabulary: ['Biscoe', 'Dream'] },
      { column: 'Sex', kind: 'category', vocabulary: ['', 'MALE', 'FEMALE'] },
    ],
  },
  {
    file: 'cars.json',
    task: 'regression',
    target: 'Miles_per_Gallon',
    features: [
      number('Horsepower', 95, 50),
      number('Weight_in_lbs', 2822, 1400),
      number('Cylinders', 4, 4),
      { column: 'Origin', kind: 'category', vocabulary: ['USA', 'Japan', 'Europe'] },
      {
        column: 'Year',
        kind: 'moment',
        parts: ['month-of-year'],
        center: 2200,
        scale: 1400,
        median: 1.9e8,
        indicator: false,
      },
    ],
  },
];

const context: TaskContext = {
  signal: new AbortController().signal,
  stopRequested: () => false,
  pauseRequested: () => false,
  report: () => undefined,
};
const call = <Name extends keyof TaskHandlers>(handlers: TaskHandlers, name: Name) => {
  const handler = handlers[name];
  if (handler === undefined) throw new Error(`no handler for ${name}`);
  return handler;
};

function columnOf(kind: FittedFeature['kind'], name: string, rows: Row[]): FrameColumn {
  const cells = rows.map((row) => row[name] ?? null);
  const numbers = cells.map((cell) => (typeof cell === 'number' ? cell : Number.NaN));
  if (kind === 'number') return { name, kind: 'number', values: Float32Array.from(numbers) };
  if (kind === 'moment') {
    const seconds = cells.map((cell) => (typeof cell === 'string' ? Date.parse(cell) / 1000 : Number.NaN));
    return { name, kind: 'moment', values: Float64Array.from(seconds) };
  }
  const dictionary = [...new Set(cells.filter((cell) => cell !== null).map(String))];
  const codes = Uint32Array.from(cells, (cell) =>
    cell === null ? missingCode : dictionary.indexOf(String(cell)),
  );
  return { name, kind: 'text', codes, dictionary };
}

describe.each(problems)('a model trained on $file', ({ file, task, target, features }) => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strongroom-trained-'));
    const text = await readFile(
      resolve(import.meta.dirname, '../../node_modules/vega-datasets/data', file),
      'utf8',
    );
    const all = (JSON.parse(text) as Row[]).filter((row) => (row[target] ?? null) !== null);
    const order = new Random(1).shuffle(all.map((_, index) => index));
    const rows = order.flatMap((index): Row[] => all.slice(index, index + 1));
    const classes = [...new Set(rows.map((row) => String(row[target])))].sort();
    const fitted: Fitted = {
      formatVersion: 1,
      task,
      features,
      target:
        task === 'regression'
          ? { kind: 'number', column: target, mean: 23.5, deviation: 7.8 }
          : { kind: 'classes', column: target, classes },
    };
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, modelFiles.features), JSON.stringify(fitted));
    const parts = { train: rows.slice(120), validation: rows.slice(60, 120), test: rows.slice(0, 60) };
    for (const [name, part] of Object.entries(parts)) {
      const columns = features.map(({ kind, column }) => columnOf(kind, column, part));
      columns.push(columnOf(task === 'regression' ? 'number' : 'category', target, part));
      columns.push({ name: '#row', kind: 'number', values: Float32Array.from(part, (_, index) => index) });
      await writeFrame(join(folder, preparedFiles[name as keyof typeof parts]), {
        rows: part.length,
        columns,
      });
    }
    const recipe = recipeSchema.parse({
      version: 1,
      data: { dataset: null, fingerprint: null, reading: null },
      target,
      training: { epochs: 40 },
    });
    await call(tensorHandlers, 'train')({ directory: folder, recipe }, context);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('answers the same in ONNX Runtime, on rows it never saw and on hostile ones', async () => {
    const onnx = join(folder, 'model.onnx');
    const exported = await call(exportHandlers, 'export-model')(
      {
        model: folder,
        path: onnx,
        metadata: {},
        format: 'onnx',
        quantize: 'none',
        scope: 'pipeline',
        licence: '',
        calibration: null,
      },
      context,
    );
    expect(exported.version).toBe('ONNX opset 17');
    expect(exported.inputs.map(({ name }) => name)).toEqual(features.map(({ column }) => column));
    const predict = async (frame: string, path: string): Promise<{ frame: string; predictions: string }> => {
      await call(tensorHandlers, 'predict')({ model: folder, frame, path }, context);
      return { frame, predictions: path };
    };
    const hostileFrame = join(folder, 'hostile.frame');
    await call(exportHandlers, 'hostile-frame')({ model: folder, path: hostileFrame }, context);
    const data = await predict(join(folder, preparedFiles.test), join(folder, 'answers.frame'));
    const hostile = await predict(hostileFrame, join(folder, 'hostile-answers.frame'));
    const verification = await call(onnxHandlers, 'verify')(
      {
        file: onnx,
        format: 'onnx',
        task,
        data,
        hostile,
        allowance: { difference: 1e-5, changedDecisions: 0 },
      },
      context,
    );
    expect(verification).toMatchObject({ passed: true, rows: 60, changedDecisions: 0 });
    expect(verification.hostileRows).toBeGreaterThan(300);
  });
});
