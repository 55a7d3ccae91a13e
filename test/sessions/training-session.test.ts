import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StrongroomError } from '../../src-main/contract/errors';
import { projectIdSchema, runIdSchema } from '../../src-main/contract/schemas/common';
import { datasetSchema } from '../../src-main/contract/schemas/data';
import { recipeSchema } from '../../src-main/contract/schemas/recipe';
import { runSchema, type EpochPoint, type Run, type Session } from '../../src-main/contract/schemas/runs';
import type { SessionManifest } from '../../src-main/workspace';
import { preparedFiles, type TaskProgress, type TrainOutcome } from '../../src-main/engine/protocol';
import type { Engine } from '../../src-main/sessions';
import { SessionRegistry } from '../../src-main/sessions/registry';
import { TrainingSession, type SessionPlan } from '../../src-main/sessions/training-session';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strongroom-session-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const reading = {
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  hasHeader: true,
  decimalSeparator: '.',
  dateOrder: 'ymd',
  missingWords: [],
} as const;
const dataset = datasetSchema.parse({
  formatVersion: 1,
  id: 'd1',
  name: 'data',
  createdAt: '2026-01-01T00:00:00Z',
  source: { name: 'data.csv', bytes: 10 },
  fingerprint: 'ab',
  reading,
  rows: 100,
  columns: [{ name: 'x', type: 'decimal', identifier: false, constant: false }],
  rejectedRows: 0,
  importSeconds: 2,
  warnings: [],
});
const recipe = recipeSchema.parse({
  version: 1,
  data: { dataset: 'd1', fingerprint: 'ab', reading },
  target: 'y',
});
const metrics = { rmse: 1, mae: 1, r2: 0.5 };
const point = (epoch: number): EpochPoint => ({
  epoch,
  trainLoss: 1 / epoch,
  validationLoss: 1 / epoch,
  validationScore: 0.5,
});
const outcome: TrainOutcome = {
  task: 'regression',
  history: [point(1), point(2)],
  bestEpoch: 2,
  stopReason: 'epochs',
  layers: null,
  rateChanges: [],
  parameters: 10,
  device: 'cpu',
  hardware: null,
  runtime: 'reference',
  deviceTimings: [{ device: 'cpu', runtime: 'reference', rowsPerSecond: 1000 }],
  warnings: [{ code: 'DEVICE_SKIPPED', message: 'The device webgpu was left out.' }],
  rowsPerSecond: 1000,
  trainSeconds: 3,
  metrics: { validation: metrics, test: metrics },
  evaluation: {
    rows: 20,
    metrics,
    baseline: metrics,
    classes: null,
    confusion: null,
    roc: null,
    scatter: [],
    importance: [],
  },
  versions: {},
};

/** How each of the two tasks goes: it may report, wait for a signal or a control, and fail. */
interface Script {
  /** Told whether training goes on from a checkpoint. */
  asked?: (resume: boolean | undefined) => void;
  prepare?: () => void;
  train?: (tools: {
    report: (progress: TaskProgress) => void;
    signal: AbortSignal;
    stopped: Promise<void>;
  }) => void | Promise<void>;
}

function scriptedEngine(script: Script): Engine {
  const start = (
    task: string,
    params: { directory: string; resume?: boolean },
    options: Parameters<Engine['start']>[2],
  ) => {
    let stop = (): void => undefined;
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const work = async (): Promise<unknown> => {
      if (task === 'prepare') {
        script.prepare?.();
        for (const name of Object.values(preparedFiles)) await writeFile(join(params.directory, name), name);
        return {
          task: 'regression',
          inputs: ['x'],
          rows: { train: 64, validation: 16, test: 20 },
          targetMissing: 0,
          warnings: [],
        };
      }
      const signal = options?.signal ?? new AbortController().signal;
      script.asked?.(params.resume);
      await script.train?.({ report: (progress) => options?.onProgress?.(progress), signal, stopped });
      return outcome;
    };
    return { result: work(), control: () => stop() };
  };
  return {
    start: start as Engine['start'],
    run: ((task: string, params: { directory: string }, options: Parameters<Engine['start']>[2]) =>
      start(task, params, options).result) as Engine['run'],
    close: () => Promise.resolve(),
  };
}

interface Watched {
  session: TrainingSession;
  states: string[];
  points: EpochPoint[];
  kept: Run[];
  remembered: SessionManifest[];
  /** What became of the folder, where it did not become a run. */
  ends: string[];
}

function begin(script: Script, resume: SessionManifest | null = null): Watched {
  const states: string[] = [];
  const points: EpochPoint[] = [];
  const kept: Run[] = [];
  const remembered: SessionManifest[] = [];
  const ends: string[] = [];
  const plan: SessionPlan = {
    id: runIdSchema.parse('r1'),
    project: projectIdSchema.parse('p1'),
    name: 'Run 1',
    target: 'y',
    recipe,
    dataset,
    parquet: '/nowhere.parquet',
    profile: { rows: 100, columns: [] },
    engine: scriptedEngine(script),
    home: {
      begin: () => Promise.resolve(folder),
      remember: async (manifest) => void remembered.push(manifest),
      keep: async (run) => void kept.push(run),
      leave: () => void ends.push('left'),
      discard: async () => void ends.push('discarded'),
    },
    resume,
  };
  const changed = ({ state }: Session): void => {
    if (states.at(-1) !== state) states.push(state);
  };
  const session = new TrainingSession(plan, {
    changed,
    epochs: (_id, more) => void points.push(...more),
    layers: () => undefined,
  });
  return { session, states, points, kept, remembered, ends };
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new StrongroomError('CANCELLED', 'cancelled')));
  });

test('a session that goes well: its states, every epoch in order, a run that follows the schema', async () => {
  const { session, states, points, kept } = begin({
    train: ({ report }) => {
      report({ fraction: 0.5, detail: '', epochs: [point(1)], device: 'cpu', runtime: 'reference' });
      report({ fraction: 1, detail: '', epochs: [point(2)], bestEpoch: 2 });
    },
  });
  await session.ended;
  expect(states).toEqual(['preparing', 'training', 'evaluating', 'done']);
  expect(points).toEqual([point(1), point(2)]);
  expect(session.current).toMatchObject({ progress: 1, secondsLeft: null, bestEpoch: 2, error: null });
  expect(session.current.history).toEqual([point(1), point(2)]);
  expect(runSchema.parse(kept[0])).toMatchObject({ id: 'r1', target: 'y', seed: 1, inputs: ['x'] });
  expect(kept[0]?.seconds.total).toBeGreaterThanOrEqual(2);
});

test('the frames that only training needed are gone, the test rows stay', async () => {
  await begin({}).session.ended;
  expect(await readdir(folder)).toEqual([preparedFiles.test]);
});

test('the child may tell that it scores already', async () => {
  const { session, states } = begin({
    train: ({ report }) => {
      report({ fraction: 1, detail: '', phase: 'evaluating' });
      report({ fraction: 0.1, detail: 'late word' });
    },
  });
  await session.ended;
  expect(states).toEqual(['preparing', 'training', 'evaluating', 'done']);
});

test.each([
  [
    'preparing',
    {
      prepare: () => {
        throw new StrongroomError('TARGET_SINGLE_CLASS', 'One class.', { next: 'Choose another.' });
      },
    },
    ['preparing', 'failed'],
    'TARGET_SINGLE_CLASS',
  ],
  [
    'training',
    {
      train: () => {
        throw new StrongroomError('ENGINE_CRASHED', 'It ended.');
      },
    },
    ['preparing', 'training', 'failed'],
    'ENGINE_CRASHED',
  ],
  [
    'training on a device that goes away',
    {
      train: () => {
        throw new StrongroomError('DEVICE_LOST', 'It went away.');
      },
    },
    ['preparing', 'training', 'failed'],
    'DEVICE_LOST',
  ],
  [
    'training into a loss that breaks',
    {
      train: () => {
        throw new StrongroomError('LOSS_NOT_FINITE', 'NaN.');
      },
    },
    ['preparing', 'training', 'failed'],
    'LOSS_NOT_FINITE',
  ],
])('a failure while %s ends it with the error', async (_state, script, expected, code) => {
  const { session, states, kept, ends } = begin(script);
  await session.ended;
  expect(states).toEqual(expected);
  expect(session.current.error?.code).toBe(code);
  expect(kept).toEqual([]);
  // What was prepared can be gone on with after a crash.
  expect(ends).toEqual([code === 'ENGINE_CRASHED' || code === 'DEVICE_LOST' ? 'left' : 'discarded']);
});

test('discarding ends it as cancelled, and nothing is kept', async () => {
  const watched = begin({
    train: ({ signal }) => {
      setTimeout(() => watched.session.stop(false));
      return untilAborted(signal);
    },
  });
  await watched.session.ended;
  expect(watched.states).toEqual(['preparing', 'training', 'cancelled']);
  expect(watched.session.current.error).toBeNull();
  expect(watched.kept).toEqual([]);
});

test('stopping keeps the best so far when an epoch is done', async () => {
  const watched = begin({
    train: async ({ report, stopped }) => {
      report({ fraction: 0.1, detail: '', epochs: [point(1)] });
      setTimeout(() => watched.session.stop(true));
      await stopped;
    },
  });
  await watched.session.ended;
  expect(watched.states).toEqual(['preparing', 'training', 'evaluating', 'done']);
  expect(watched.kept).toHaveLength(1);
});

test('before the first epoch there is nothing to keep, so stopping cancels', async () => {
  const watched = begin({
    train: ({ signal }) => {
      setTimeout(() => watched.session.stop(true));
      return untilAborted(signal);
    },
  });
  await watched.session.ended;
  expect(watched.states).toEqual(['preparing', 'training', 'cancelled']);
});

test('a session that is suspended is left, and goes on without preparing again', async () => {
  const watched = begin({
    train: ({ signal }) => {
      setTimeout(() => watched.session.suspend());
      return untilAborted(signal);
    },
  });
  await watched.session.ended;
  expect(watched.states.at(-1)).toBe('cancelled');
  expect([watched.ends, watched.kept]).toEqual([['left'], []]);
  const [manifest] = watched.remembered;
  if (manifest === undefined) throw new Error('nothing was remembered');

  const asked: (boolean | undefined)[] = [];
  const again = begin(
    {
      asked: (resume) => asked.push(resume),
      prepare: () => {
        throw new Error('it prepared again');
      },
    },
    manifest,
  );
  await again.session.ended;
  expect(again.states).toEqual(['preparing', 'training', 'evaluating', 'done']);
  expect(asked).toEqual([true]);
  expect(again.kept).toHaveLength(1);
});

test('it is paused when the child says so, and may be stopped then', async () => {
  const watched = begin({
    train: async ({ report, stopped }) => {
      report({ fraction: 0.1, detail: '', epochs: [point(1)] });
      report({ fraction: 0.1, detail: '', paused: true });
      report({ fraction: 0.1, detail: '', paused: false });
      report({ fraction: 0.1, detail: '', paused: true });
      setTimeout(() => watched.session.stop(true));
      await stopped;
    },
  });
  await watched.session.ended;
  expect(watched.states).toEqual([
    'preparing',
    'training',
    'paused',
    'training',
    'paused',
    'evaluating',
    'done',
  ]);
  expect(watched.kept).toHaveLength(1);
});

test('one session trains at a time, and the next may start when it has ended', async () => {
  const registry = new SessionRegistry({
    changed: () => undefined,
    epochs: () => undefined,
    layers: () => undefined,
  });
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const plan = (id: string): SessionPlan => ({
    id: runIdSchema.parse(id),
    project: projectIdSchema.parse('p1'),
    name: id,
    target: 'y',
    recipe,
    dataset,
    parquet: '',
    profile: { rows: 1, columns: [] },
    engine: scriptedEngine({ train: () => gate }),
    home: {
      begin: () => Promise.resolve(folder),
      remember: () => Promise.resolve(),
      keep: () => Promise.resolve(),
      leave: () => undefined,
      discard: () => Promise.resolve(),
    },
    resume: null,
  });
  const first = registry.start(plan('a'));
  expect(registry.isUsing('d1')).toBe(true);
  expect(() => registry.start(plan('b'))).toThrow(expect.objectContaining({ code: 'BUSY' }));
  release();
  await first.ended;
  expect(registry.isUsing('d1')).toBe(false);
  await registry.start(plan('b')).ended;
  expect(registry.list()).toMatchObject([
    { id: 'b', state: 'done', project: 'p1', dataset: 'd1' },
    { id: 'a', state: 'done', project: 'p1', dataset: 'd1' },
  ]);
});
