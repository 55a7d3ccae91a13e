import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError, normalizeError } from '../contract/errors';
import type { ProjectId, RunId } from '../contract/schemas/common';
import type { Dataset, Profile } from '../contract/schemas/data';
import type { Recipe } from '../contract/schemas/recipe';
import type { EpochPoint, Run, Session, SessionState } from '../contract/schemas/runs';
import { preparedFiles, type TaskProgress, type TaskResult, type TrainControl } from '../engine/protocol';
import { Batcher } from './batcher';
import type { Engine } from './engine';
import { TimeLeft } from './time-left';

/** All that a session needs, fixed when it starts: later changes of the recipe do not touch it. */
export interface SessionPlan {
  id: RunId;
  project: ProjectId;
  name: string;
  target: string;
  recipe: Recipe;
  dataset: Dataset;
  parquet: string;
  profile: Profile;
  engine: Engine;
  /** Keeps the run: `make` fills the folder that becomes the run's. Nothing is left when it fails. */
  keep(make: (folder: string) => Promise<Run>): Promise<unknown>;
}

export interface SessionListener {
  changed(session: Session): void;
  epochs(id: RunId, points: EpochPoint[]): void;
}

type Active = Exclude<SessionState, 'done' | 'failed' | 'cancelled'>;

/** Where each state begins on the way from 0 to 1. */
const progressAt: Record<Active, number> = { preparing: 0, training: 0.05, evaluating: 0.95 };
const seconds = (since: number): number => (performance.now() - since) / 1000;

/**
 * One training, as a state machine: preparing -> training -> evaluating -> done, from each of them also to
 * failed or cancelled. One method a state; aborting is the only way to leave one early; ended states are final.
 */
export class TrainingSession {
  /** Resolves when an ended state is reached; never rejects. */
  readonly ended: Promise<void>;
  private readonly abort = new AbortController();
  private readonly timeLeft = new TimeLeft();
  private readonly epochs: Batcher<EpochPoint>;
  private readonly startedAt = performance.now();
  private session: Session;
  private control: ((control: TrainControl) => void) | undefined;
  private prepared: TaskResult<'prepare'> | undefined;
  private prepareSeconds = 0;
  private trained: TaskResult<'train'> | undefined;

  constructor(
    private readonly plan: SessionPlan,
    private readonly listener: SessionListener,
  ) {
    this.session = {
      id: plan.id,
      project: plan.project,
      dataset: plan.dataset.id,
      name: plan.name,
      state: 'preparing',
      task: null,
      target: plan.target,
      startedAt: new Date().toISOString(),
      epochs: plan.recipe.training.epochs,
      history: [],
      bestEpoch: null,
      device: null,
      runtime: null,
      rowsPerSecond: null,
      deviceTimings: [],
      progress: 0,
      secondsLeft: null,
      error: null,
    };
    this.epochs = new Batcher((points) => this.listener.epochs(plan.id, points));
    this.listener.changed(this.session);
    this.ended = this.run();
  }

  /** The session as it stands. */
  get current(): Session {
    return this.session;
  }

  get isActive(): boolean {
    return Object.hasOwn(progressAt, this.session.state);
  }

  /** With `keep`, ends training and keeps the best weights so far; before training there is nothing to keep. */
  stop(keep: boolean): void {
    if (keep && this.session.state === 'evaluating') return;
    if (keep && this.session.state === 'training' && this.session.history.length > 0) {
      this.control?.('stop-and-keep');
      return;
    }
    this.abort.abort();
  }

  private async run(): Promise<void> {
    try {
      await this.plan.keep(async (folder) => {
        await this.prepare(folder);
        this.enter('training');
        await this.train(folder);
        this.enter('evaluating');
        return this.finish(folder);
      });
      this.end('done');
    } catch (thrown) {
      const error = normalizeError(thrown);
      this.end(error.code === 'CANCELLED' ? 'cancelled' : 'failed', error);
    }
  }

  private async prepare(folder: string): Promise<void> {
    const { engine, parquet, dataset, profile, recipe } = this.plan;
    const params = { parquet, columns: dataset.columns, profile, recipe, directory: folder };
    this.prepared = await engine.run('prepare', params, {
      signal: this.abort.signal,
      onProgress: ({ fraction }) => this.advance('preparing', fraction),
    });
    this.prepareSeconds = seconds(this.startedAt);
    this.update({ task: this.prepared.task });
  }

  private async train(folder: string): Promise<void> {
    const started = this.plan.engine.start(
      'train',
      { directory: folder, recipe: this.plan.recipe },
      { signal: this.abort.signal, onProgress: (progress) => this.follow(progress) },
    );
    this.control = started.control;
    this.trained = await started.result;
    this.epochs.flush();
  }

  /** What a training child tells on its way; once every epoch is told, the rest of its work is evaluation. */
  private follow(progress: TaskProgress): void {
    const points = progress.epochs ?? [];
    if (points.length > 0) {
      this.session = { ...this.session, history: [...this.session.history, ...points] };
      this.epochs.add(points);
    }
    const { bestEpoch, device, runtime, rowsPerSecond, deviceTimings } = progress;
    this.session = {
      ...this.session,
      bestEpoch: bestEpoch ?? this.session.bestEpoch,
      device: device ?? this.session.device,
      runtime: runtime ?? this.session.runtime,
      rowsPerSecond: rowsPerSecond ?? this.session.rowsPerSecond,
      deviceTimings: deviceTimings ?? this.session.deviceTimings,
    };
    if (progress.phase === 'evaluating') {
      this.enter('evaluating');
      return;
    }
    this.advance('training', progress.fraction);
  }

  /** Takes the frames away that only training needed (the test rows stay, to verify exports with). */
  private async finish(folder: string): Promise<Run> {
    const { dataset, recipe, id, name, target } = this.plan;
    const { prepared, trained } = this;
    if (prepared === undefined || trained === undefined) {
      throw new StrongroomError('INTERNAL', 'A session cannot end before it was trained.');
    }
    if (this.abort.signal.aborted) throw new StrongroomError('CANCELLED', 'The training was cancelled.');
    await rm(join(folder, preparedFiles.train), { force: true });
    await rm(join(folder, preparedFiles.validation), { force: true });
    const importSeconds = dataset.importSeconds ?? 0;
    return {
      formatVersion: 1,
      id,
      name,
      createdAt: new Date().toISOString(),
      dataset: dataset.id,
      datasetName: dataset.name,
      fingerprint: dataset.fingerprint,
      recipe,
      reading: dataset.reading,
      columns: dataset.columns,
      inputs: prepared.inputs,
      target,
      task: trained.task,
      classes: trained.evaluation.classes,
      rows: prepared.rows,
      metrics: trained.metrics,
      evaluation: trained.evaluation,
      history: trained.history,
      bestEpoch: trained.bestEpoch,
      parameters: trained.parameters,
      device: trained.device,
      hardware: trained.hardware,
      runtime: trained.runtime,
      rowsPerSecond: trained.rowsPerSecond,
      deviceTimings: trained.deviceTimings,
      seconds: {
        import: importSeconds,
        prepare: this.prepareSeconds,
        train: trained.trainSeconds,
        total: importSeconds + seconds(this.startedAt),
      },
      seed: recipe.seed,
      versions: trained.versions,
      warnings: [...dataset.warnings, ...prepared.warnings, ...trained.warnings],
    };
  }

  private enter(state: Active): void {
    if (this.session.state === state) return;
    this.epochs.flush();
    this.update({ state, progress: progressAt[state], secondsLeft: null });
  }

  private advance(state: 'preparing' | 'training', fraction: number | null): void {
    if (this.session.state !== state) return;
    const from = progressAt[state];
    const to = state === 'preparing' ? progressAt.training : progressAt.evaluating;
    const progress = fraction === null ? this.session.progress : from + fraction * (to - from);
    const secondsLeft = state === 'training' ? this.timeLeft.update(fraction) : null;
    this.update({ progress: Math.max(progress, this.session.progress), secondsLeft });
  }

  private end(state: 'done' | 'failed' | 'cancelled', error?: StrongroomError): void {
    this.epochs.flush();
    this.update({
      state,
      secondsLeft: null,
      ...(state === 'done' ? { progress: 1 } : {}),
      error: state === 'failed' ? (error?.toPayload() ?? null) : null,
    });
  }

  private update(change: Partial<Session>): void {
    this.session = { ...this.session, ...change };
    this.listener.changed(this.session);
  }
}
