import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError, normalizeError, type ErrorCode } from '../contract/errors';
import { averageOfFolds } from '../contract/schemas/ensemble';
import type { Recipe } from '../contract/schemas/recipe';
import { addReadings, imageShapes, withRateChanges } from '../contract/planning';
import type { EpochPoint, Run, Session, SessionState } from '../contract/schemas/runs';
import {
  checkpointFile,
  foldFolder,
  layersFile,
  preparedFiles,
  type TaskProgress,
  type TaskResult,
  type TrainControl,
} from '../engine/protocol';
import type { SessionManifest } from '../workspace';
import { Batcher } from './batcher';
import type { SessionListener, SessionPlan } from './session-plan';
import { TimeLeft } from './time-left';

export type { SessionHome, SessionListener, SessionPlan } from './session-plan';

/** After these a training can go on: what went wrong was not its own fault. */
const resumable: readonly ErrorCode[] = ['ENGINE_CRASHED', 'DEVICE_LOST', 'OUT_OF_MEMORY', 'DISK_FULL'];

type Active = Exclude<SessionState, 'done' | 'failed' | 'cancelled'>;

/** Where each state begins on the way from 0 to 1. */
const progressAt: Record<Active, number> = { preparing: 0, training: 0.05, paused: 0.05, evaluating: 0.95 };
/** How much of the preparation resizing pictures is. */
const imageShare = 0.8;
const seconds = (since: number): number => (performance.now() - since) / 1000;

/**
 * One training, as a state machine: preparing -> training <-> paused -> evaluating -> done, from each of them also to
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
  private suspended = false;
  /** Whether the training could be taken up again. */
  private remembered = false;
  private trained: TaskResult<'train'> | undefined;
  /** The manifest is being written anew. */
  private remembering: Promise<void> = Promise.resolve();

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
      isFolded: plan.recipe.split.folds > 1 && plan.recipe.split.afterFolds !== 'average',
      fold: null,
      history: [],
      bestEpoch: null,
      layers: null,
      rateChanges: plan.recipe.training.rateChanges,
      baseRate: null,
      waited: null,
      patience: plan.recipe.training.patience,
      askedDevice: plan.recipe.training.device,
      memoryBytes: null,
      deviceMemoryBytes: null,
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

  /** What it trains. */
  get recipe(): Recipe {
    return this.plan.recipe;
  }

  get isActive(): boolean {
    return Object.hasOwn(progressAt, this.session.state);
  }

  /** With `keep`, ends training and keeps the best weights so far; before training there is nothing to keep. */
  stop(keep: boolean): void {
    if (keep && this.session.state === 'evaluating') return;
    const { state } = this.session;
    if (keep && (state === 'training' || state === 'paused') && this.session.history.length > 0) {
      this.control?.('stop-and-keep');
      return;
    }
    this.abort.abort();
  }

  /** Holds on between two steps, or goes on; only while it trains. */
  pause(paused: boolean): void {
    if (this.session.state === (paused ? 'training' : 'paused'))
      this.control?.(paused ? 'pause' : 'continue');
  }

  /** Lets the learning rate start from another value from the next epoch on; only while it trains. */
  setLearningRate(learningRate: number): void {
    const { state, name } = this.session;
    if (state !== 'training' && state !== 'paused') {
      throw new StrongroomError('BUSY', `The learning rate of ${name} can only be changed while it trains.`, {
        received: `a session that is ${state}`,
        next: 'Change it in the recipe, and train again.',
      });
    }
    this.control?.({ learningRate });
  }

  /** Ends it now, to be taken up again later if its rows are prepared. */
  suspend(): void {
    this.suspended = true;
    this.abort.abort();
  }

  private async run(): Promise<void> {
    const { home, resume } = this.plan;
    try {
      const folder = await home.begin();
      if (resume === null) await this.prepare(folder);
      else this.takeUp(resume);
      this.enter('training');
      await this.train(folder);
      this.enter('evaluating');
      await home.keep(await this.finish(folder));
      this.end('done');
    } catch (thrown) {
      const error = normalizeError(thrown);
      const canGoOn = this.remembered && (this.suspended || resumable.includes(error.code));
      if (canGoOn) home.leave();
      else await home.discard().catch(() => undefined);
      this.end(error.code === 'CANCELLED' ? 'cancelled' : 'failed', error);
    }
  }

  private takeUp({ prepared, prepareSeconds }: SessionManifest): void {
    this.prepared = prepared;
    this.prepareSeconds = prepareSeconds;
    this.remembered = true;
    this.update({ task: prepared.task });
  }

  private async prepare(folder: string): Promise<void> {
    const { engine, parquet, dataset, profile, recipe } = this.plan;
    const columns = imageShapes(recipe, profile);
    const hasImages = columns.length > 0 && this.plan.placePixels !== undefined;
    // Pictures take longer than all the rest.
    const share = hasImages ? imageShare : 0;
    if (hasImages) {
      await this.plan.placePixels?.(columns, folder, {
        signal: this.abort.signal,
        onProgress: ({ fraction }) => this.advance('preparing', fraction === null ? null : share * fraction),
      });
    }
    const params = { parquet, columns: dataset.columns, profile, recipe, directory: folder, shapes: columns };
    this.prepared = await engine.run('prepare', params, {
      signal: this.abort.signal,
      onProgress: ({ fraction }) =>
        this.advance('preparing', fraction === null ? null : share + (1 - share) * fraction),
    });
    this.prepareSeconds = seconds(this.startedAt);
    this.update({ task: this.prepared.task });
    await this.remember(this.prepared);
    this.remembered = true;
  }

  /** Leaves all that is needed to take the training up again, with changes of the learning rate so far. */
  private async remember(prepared: TaskResult<'prepare'>): Promise<void> {
    const { id, name, target, dataset } = this.plan;
    await this.plan.home.remember({
      formatVersion: 1,
      id,
      name,
      target,
      startedAt: this.session.startedAt,
      recipe: this.recipeSoFar(this.session.rateChanges),
      dataset,
      prepared,
      prepareSeconds: this.prepareSeconds,
    });
  }

  /** The recipe that gives this training again. */
  private recipeSoFar(rateChanges: Session['rateChanges']): Recipe {
    const { recipe } = this.plan;
    return { ...recipe, training: { ...recipe.training, rateChanges } };
  }

  private async train(folder: string): Promise<void> {
    const started = this.plan.engine.start(
      'train',
      { directory: folder, recipe: this.plan.recipe, resume: this.plan.resume !== null },
      { signal: this.abort.signal, onProgress: (progress) => this.follow(progress) },
    );
    this.control = started.control;
    this.trained = await started.result;
    this.epochs.flush();
    await this.remembering;
  }

  /** What a training child tells on its way; once every epoch is told, the rest of its work is evaluation. */
  private follow(progress: TaskProgress): void {
    if (progress.fold !== undefined) this.enterFold(progress.fold);
    const points = progress.epochs ?? [];
    if (points.length > 0) {
      this.session = { ...this.session, history: [...this.session.history, ...points] };
      this.epochs.add(points);
    }
    if (progress.layers !== undefined) {
      this.session = { ...this.session, layers: addReadings(this.session.layers, progress.layers) };
      this.listener.layers(this.plan.id, progress.layers);
    }
    this.followRate(progress.rateChanges ?? []);
    const { bestEpoch, device, runtime, rowsPerSecond, deviceTimings } = progress;
    this.session = {
      ...this.session,
      baseRate: progress.baseRate ?? this.session.baseRate,
      waited: progress.waited === undefined ? this.session.waited : progress.waited,
      memoryBytes: progress.memoryBytes ?? this.session.memoryBytes,
      deviceMemoryBytes: progress.deviceMemoryBytes ?? this.session.deviceMemoryBytes,
      bestEpoch: bestEpoch ?? this.session.bestEpoch,
      device: device ?? this.session.device,
      runtime: runtime ?? this.session.runtime,
      rowsPerSecond: rowsPerSecond ?? this.session.rowsPerSecond,
      deviceTimings: deviceTimings ?? this.session.deviceTimings,
    };
    if (progress.paused !== undefined) this.hold(progress.paused);
    if (progress.phase === 'evaluating') {
      this.enter('evaluating');
      return;
    }
    this.advance('training', progress.fraction);
  }

  /** A change of the learning rate is written down at once, so that a crash does not take it back. */
  private followRate(changes: Session['rateChanges']): void {
    const before = this.session.rateChanges;
    const rateChanges = withRateChanges(before, changes);
    if (JSON.stringify(rateChanges) === JSON.stringify(before)) return;
    this.update({ rateChanges });
    const { prepared } = this;
    if (prepared === undefined) return;
    // What cannot be written now ends the training where its results are written.
    this.remembering = this.remembering.then(() => this.remember(prepared)).catch(() => undefined);
  }

  /** Epochs count anew with each fold, and with the network of all rows after them. */
  private enterFold(fold: Session['fold']): void {
    if (this.session.fold?.number === fold?.number) return;
    this.epochs.flush();
    this.update({ fold, history: [], bestEpoch: null, layers: null, waited: null });
  }

  /** Takes the frames away that only training needed (the test rows stay, to verify exports with). */
  private async finish(folder: string): Promise<Run> {
    const { dataset, recipe, id, name, target, version, repeats } = this.plan;
    const { prepared, trained } = this;
    if (prepared === undefined || trained === undefined) {
      throw new StrongroomError('INTERNAL', 'A session cannot end before it was trained.');
    }
    if (this.abort.signal.aborted) throw new StrongroomError('CANCELLED', 'The training was cancelled.');
    await rm(join(folder, preparedFiles.train), { force: true });
    await rm(join(folder, preparedFiles.validation), { force: true });
    await rm(join(folder, checkpointFile), { force: true });
    for (let fold = 0; fold < recipe.split.folds; fold++)
      await rm(join(folder, foldFolder(fold)), { recursive: true, force: true });
    if (trained.layers !== null) await writeFile(join(folder, layersFile), JSON.stringify(trained.layers));
    const importSeconds = dataset.importSeconds ?? 0;
    return {
      formatVersion: 1,
      id,
      name,
      tags: [],
      note: '',
      ...(repeats === undefined ? {} : { repeats }),
      createdAt: new Date().toISOString(),
      dataset: dataset.id,
      datasetName: dataset.name,
      fingerprint: dataset.fingerprint,
      recipe: this.recipeSoFar(trained.rateChanges),
      reading: dataset.reading,
      columns: dataset.columns,
      ...(dataset.rawColumns === undefined ? {} : { rawColumns: dataset.rawColumns }),
      inputs: prepared.inputs,
      ...(prepared.ranges === undefined ? {} : { ranges: prepared.ranges }),
      target,
      task: trained.task,
      classes: trained.evaluation.classes,
      rows: prepared.rows,
      metrics: trained.metrics,
      ...(trained.folds === undefined ? {} : { folds: trained.folds }),
      ...(trained.averages === undefined ? {} : { ensemble: averageOfFolds(trained.averages) }),
      evaluation: trained.evaluation,
      ...(trained.decision === undefined ? {} : { decision: trained.decision }),
      history: trained.history,
      bestEpoch: trained.bestEpoch,
      stopReason: trained.stopReason,
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
      versions: { ...(version === undefined ? {} : { strongroom: version }), ...trained.versions },
      warnings: [...dataset.warnings, ...prepared.warnings, ...trained.warnings],
    };
  }

  /** Enters or leaves the pause, when the child tells of it. */
  private hold(paused: boolean): void {
    const { state } = this.session;
    if (paused && state === 'training') this.update({ state: 'paused', secondsLeft: null });
    if (!paused && state === 'paused') this.update({ state: 'training' });
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
