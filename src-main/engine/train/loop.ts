import { setTimeout } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { StrongroomError } from '../../contract/errors';
import { addReadings, baseRate, isReadingDue, rateFactor, withRateChanges } from '../../contract/planning';
import type { Warning } from '../../contract/schemas/common';
import type { EpochPoint, Metrics, StopReason } from '../../contract/schemas/runs';
import type { LayerHistory } from '../../contract/schemas/layers';
import type { Monitor, RateChange } from '../../contract/schemas/training';
import type { Loss } from '../learning/losses';
import type { TaskContext } from '../protocol';
import { Random } from '../random';
import { LossNotFinite, libraryOf } from '../runtimes/runtime';
import type { TrainingSession, WatchedStep } from '../runtimes/runtime';
import { startWithinMemory } from '../runtimes/smaller-batch';
import { breather, throttle } from './breath';
import { CheckpointPace, readCheckpoint, writeCheckpoint } from './checkpoint';
import type { Checkpoint } from './checkpoint';
import { explainFailure } from './diagnose';
import { LayerWatch } from './layer-watch';
import { ProcessFacts } from './process-facts';
import { Plateau } from './plateau';
import { EarlyStopping } from './stopping';
import type { TrainingOptions, TrainingResult } from './training-options';

/** How often a paused training looks whether to go on. */
const pauseMilliseconds = 50;

/** All scores are taken after so many epochs at most before they are taken less often. */
const mostSampled = 1024;

/** The loss of outputs that a session gave. */
function lossOfOutputs(loss: Loss, outputs: Float32Array, target: Float32Array): number {
  return tf.tidy(() => {
    const rows = target.length;
    const value = loss(tf.tensor2d(outputs, [rows, outputs.length / rows]), tf.tensor2d(target, [rows, 1]));
    return value.dataSync()[0] ?? Number.NaN;
  });
}

/** One of the scores, by its name; NaN where the task has none such, or a class is absent. */
function watchedOf(metrics: Metrics, monitor: Monitor): number {
  const value: unknown = Object.entries(metrics).find(([name]) => name === monitor)?.[1];
  return typeof value === 'number' ? value : Number.NaN;
}

/**
 * Trains until the epochs are done, what is watched has not got better for `patience` epochs or is good enough, the time
 * is over, or the person asks to stop; then the network has the weights of its best epoch. The same seed gives the
 * same bits, unless time ends it.
 * Throws CANCELLED, and LOSS_NOT_FINITE when the loss overflows before an epoch is done; later that ends training with
 * the best weights so far, and a warning.
 */
export async function trainNetwork(options: TrainingOptions, context: TaskContext): Promise<TrainingResult> {
  const { checkpoints, job, runtime } = options;
  const saved = checkpoints?.resume === true ? await readCheckpoint(checkpoints.path, checkpoints.key) : null;
  const session = await startWithinMemory(
    runtime,
    saved === null ? job : { ...job, resume: saved.session, begunOn: saved.runtime },
  );
  const loop = new Loop(options, session, context);
  if (saved !== null) loop.restore(saved);
  try {
    const result = await loop.run();
    await session.close(loop.best.bestWeights);
    return result;
  } catch (error) {
    // What went wrong first is what the person should know, also when the device is gone.
    await session.close(null).catch(() => undefined);
    throw error;
  }
}

class Loop {
  readonly best: EarlyStopping;
  private readonly plateau: Plateau;
  private readonly random: Random;
  private readonly order: Int32Array;
  private readonly history: EpochPoint[] = [];
  private readonly breathe: () => Promise<void>;
  private readonly progress: ReturnType<typeof throttle>;
  private readonly pace: CheckpointPace;
  private started = performance.now();
  private told = 0;
  private stepping = 0;
  /** Of the epoch that runs: milliseconds spent paused. */
  private waited = 0;
  private stepped = 0;
  private readonly watch: LayerWatch | null;
  private readonly facts: ProcessFacts;
  private layers: LayerHistory | null = null;
  /** The epoch of the last reading of the layers that was told. */
  private layersTold = 0;
  private rateChanges: RateChange[];

  constructor(
    private readonly options: TrainingOptions,
    private readonly session: TrainingSession,
    private readonly context: TaskContext,
  ) {
    const { training, job } = options;
    const { monitor, target } = training.stopping;
    this.best =
      options.validation === null
        ? new EarlyStopping(Number.POSITIVE_INFINITY)
        : new EarlyStopping(training.patience, monitor, target);
    this.plateau = new Plateau(training.schedule);
    this.random = new Random(job.seed, 'order of rows');
    this.order = new Int32Array(job.target.length);
    for (let row = 0; row < this.order.length; row++) this.order[row] = row;
    this.pace = new CheckpointPace(options.checkpoints?.seconds);
    this.breathe = breather(context.signal, 'Training');
    this.progress = throttle(context.report);
    this.rateChanges = training.rateChanges;
    this.watch = options.layersEvery === undefined ? null : new LayerWatch(job.network, options.layersEvery);
    this.facts = new ProcessFacts(session.runtime);
  }

  /** Goes on after the last whole epoch of a checkpoint. */
  restore({ history, layers, rateChanges, stopping, bestWeights, plateau, seconds }: Checkpoint): void {
    this.history.push(...history);
    this.layers = layers;
    this.rateChanges = withRateChanges(this.rateChanges, rateChanges);
    this.best.restore(stopping, bestWeights);
    this.plateau.restore(plateau);
    this.started = performance.now() - seconds * 1000;
    // The order of rows follows from the seed and the number of shuffles.
    const { features } = this.options.job;
    for (let epoch = 0; epoch < history.length; epoch++) features.shuffle(this.order, this.random);
  }

  async run(): Promise<TrainingResult> {
    const warnings: Warning[] = [];
    let stopReason: StopReason | null = null;
    while (stopReason === null) {
      try {
        stopReason = await this.epoch();
      } catch (error) {
        const isBroken = error instanceof StrongroomError && error.code === 'LOSS_NOT_FINITE';
        if (!isBroken || this.best.bestWeights === null) throw error;
        stopReason = 'not-finite';
        warnings.push(keptWarning(error, this.best.bestEpoch));
      }
    }
    this.tell(0);
    return {
      history: this.history,
      bestEpoch: this.best.bestEpoch,
      stopReason,
      layers: this.layers,
      rateChanges: this.rateChanges,
      warnings: [...(this.session.warnings ?? []), ...warnings],
      deviceTimings: this.session.deviceTimings ?? [],
      rowsPerSecond: this.rowsPerSecond(),
      seconds: (performance.now() - this.started) / 1000,
      runtime: this.session.runtime,
    };
  }

  /** One pass over the training rows and one over the validation rows. @returns why to end, or null to go on. */
  private async epoch(): Promise<StopReason | null> {
    const { training, job, expected } = this.options;
    const epoch = this.history.length + 1;
    this.takeRateChange(epoch);
    job.features.shuffle(this.order, this.random);
    const trainLoss = await this.stepThrough(epoch);
    const { validationLoss, validationScore, watched, validationMetrics } = await this.validate(epoch);
    const trainMetrics = await this.sampleTraining(epoch);
    const { monitor } = training.stopping;
    this.history.push({
      epoch,
      trainLoss,
      validationLoss,
      validationScore,
      learningRate: this.rate(epoch, this.options.steps - 1),
      ...(monitor === 'loss' || expected !== undefined ? {} : { watched }),
      ...(trainMetrics === undefined ? {} : { trainMetrics }),
      ...(validationMetrics === undefined ? {} : { validationMetrics }),
    });
    this.plateau.observe(validationLoss);
    if (this.best.improves(watched, epoch)) this.best.keep(await this.session.weights());
    if (this.context.stopRequested()) return 'hand';
    if (this.best.reached()) return 'target';
    if (this.isTimeOver()) return 'time';
    if (this.best.exhausted(epoch)) return 'patience';
    if (epoch >= (expected?.lastEpoch ?? training.epochs)) return 'epochs';
    if (this.pace.isDue()) await this.save();
    if (this.progress.due()) this.tell(0);
    return null;
  }

  /** How the rows do that do not train, after an epoch. */
  private async validate(epoch: number): Promise<{
    validationLoss: number;
    validationScore: number;
    watched: number;
    validationMetrics?: Metrics;
  }> {
    const {
      training,
      job,
      validation,
      validationLoss: lossOf = job.loss,
      expected,
      score,
      metrics,
    } = this.options;
    // Nothing to choose by: the latest weights are the ones to keep.
    if (validation === null) {
      const { validationLoss = Number.NaN, validationScore = Number.NaN } = expected?.at(epoch) ?? {};
      return { validationLoss, validationScore, watched: -epoch };
    }
    const outputs = await this.session.outputs(validation.features, async () => {
      await this.breathe();
      return true;
    });
    const validationLoss = lossOfOutputs(lossOf, outputs, validation.target);
    if (!Number.isFinite(validationLoss)) throw validationBroken(epoch, validationLoss, this.rate(epoch, 0));
    const { monitor } = training.stopping;
    const all = monitor !== 'loss' || this.isSampled(epoch) ? metrics(outputs) : undefined;
    const watched = monitor === 'loss' || all === undefined ? validationLoss : watchedOf(all, monitor);
    return {
      validationLoss,
      validationScore: score(outputs),
      watched,
      ...(all !== undefined && this.isSampled(epoch) ? { validationMetrics: all } : {}),
    };
  }

  /** Whether all scores are taken after an epoch. */
  private isSampled(epoch: number): boolean {
    const { trainingSample } = this.options;
    return trainingSample !== undefined && isReadingDue(epoch, trainingSample.every, mostSampled);
  }

  private async sampleTraining(epoch: number): Promise<Metrics | undefined> {
    const { trainingSample } = this.options;
    if (trainingSample === undefined || !this.isSampled(epoch)) return undefined;
    const outputs = await this.session.outputs(trainingSample.features, async () => {
      await this.breathe();
      return true;
    });
    return trainingSample.metrics(outputs);
  }

  /** What the person asked for since the last epoch holds from this one on. */
  private takeRateChange(epoch: number): void {
    const learningRate = this.context.takeLearningRate?.() ?? null;
    if (learningRate === null) return;
    const { fold } = this.options;
    const change = { epoch, learningRate, ...(fold === undefined ? {} : { fold }) };
    this.rateChanges = withRateChanges(this.rateChanges, [change]);
  }

  /** The steps of an epoch. @returns the mean loss. */
  private async stepThrough(epoch: number): Promise<number> {
    const { fitted, job } = this.options;
    const before = performance.now();
    let done = 0;
    this.waited = 0;
    try {
      return await this.session.epoch(
        this.order,
        (step) => this.rate(epoch, step),
        async (rowsDone) => {
          done = rowsDone;
          await this.breathe();
          await this.wait(rowsDone);
          if (this.progress.due()) this.tell(rowsDone);
          return !this.context.stopRequested() && !this.isTimeOver();
        },
        this.watch?.isDue(epoch) === true ? (step) => this.look(epoch, step) : undefined,
      );
    } catch (error) {
      if (!(error instanceof LossNotFinite)) throw error;
      throw explainFailure(job, fitted, error, epoch, this.rate(epoch, error.step));
    } finally {
      this.stepping += performance.now() - before - this.waited;
      this.stepped += done;
    }
  }

  private look(epoch: number, step: WatchedStep): void {
    this.watch?.read(epoch, step);
    const added = this.watch?.take() ?? null;
    if (added !== null) this.layers = addReadings(this.layers, added);
  }

  /** Holds on while the person has paused; the time does not count. */
  private async wait(rowsDone: number): Promise<void> {
    if (!this.context.pauseRequested()) return;
    const before = performance.now();
    this.tell(rowsDone, true);
    while (this.context.pauseRequested() && !this.context.stopRequested()) {
      await setTimeout(pauseMilliseconds);
      await this.breathe();
    }
    const waited = performance.now() - before;
    this.started += waited;
    this.waited += waited;
    this.tell(rowsDone);
  }

  private async save(): Promise<void> {
    const { checkpoints } = this.options;
    const { bestWeights } = this.best;
    if (checkpoints === null || bestWeights === null) return;
    const before = performance.now();
    await writeCheckpoint(checkpoints.path, checkpoints.key, {
      history: this.history,
      layers: this.layers,
      rateChanges: this.rateChanges,
      session: await this.session.snapshot(),
      stopping: this.best.state(),
      bestWeights,
      plateau: this.plateau.state(),
      seconds: (before - this.started) / 1000,
      runtime: this.session.runtime.name,
      device: this.session.runtime.device(),
    });
    this.pace.took((performance.now() - before) / 1000);
  }

  /** The learning rate of a step. @param epoch from 1. @param step of it, from 0. */
  private rate(epoch: number, step: number): number {
    const { training, steps } = this.options;
    const place = epoch - 1 + (step + 0.5) / steps;
    const factor = this.plateau.factor * rateFactor(training.schedule, place, training.epochs);
    return this.baseRate(epoch) * factor;
  }

  private baseRate(epoch: number): number {
    const { training, fold = 0 } = this.options;
    return baseRate(training, this.rateChanges, epoch, fold);
  }

  private isTimeOver(): boolean {
    const { minutes } = this.options.training.stopping;
    return minutes !== null && performance.now() - this.started >= minutes * 60_000;
  }

  private rowsPerSecond(): number {
    return this.stepping > 0 ? this.stepped / (this.stepping / 1000) : 0;
  }

  /** Readings of the layers that were not told yet. */
  private newReadings(): { layers?: LayerHistory } {
    const { layers } = this;
    const readings = layers?.readings.filter(({ epoch }) => epoch > this.layersTold) ?? [];
    const last = readings.at(-1);
    if (layers === null || last === undefined) return {};
    this.layersTold = last.epoch;
    return { layers: { ...layers, readings } };
  }

  private tell(rowsDone: number, paused = false): void {
    const { training, steps, job } = this.options;
    const { history, best, session } = this;
    const epochs = this.options.expected?.lastEpoch ?? training.epochs;
    const fraction = Math.min(1, (history.length + rowsDone / (steps * job.batchSize)) / epochs);
    const { validation } = this.options;
    this.progress.report({
      fraction,
      detail: `Epoch ${Math.min(history.length + 1, epochs)} of ${epochs}`,
      epochs: history.slice(this.told),
      ...(best.bestEpoch > 0 ? { bestEpoch: best.bestEpoch } : {}),
      device: session.runtime.device(),
      runtime: libraryOf(session.runtime),
      deviceTimings: [...(session.deviceTimings ?? [])],
      rowsPerSecond: this.rowsPerSecond(),
      paused,
      ...this.newReadings(),
      rateChanges: this.rateChanges,
      baseRate: this.baseRate(Math.min(history.length + 1, epochs)),
      waited: validation === null ? null : best.waited(history.length),
      ...this.facts.now(),
    });
    this.told = history.length;
  }
}

function validationBroken(epoch: number, loss: number, learningRate: number): StrongroomError {
  return new StrongroomError('LOSS_NOT_FINITE', `The validation loss became ${loss} in epoch ${epoch}.`, {
    expected: 'a finite number',
    received: String(loss),
    next: `Lower the learning rate (it is ${learningRate}; try ${learningRate / 10}), and look for columns with extreme values.`,
  });
}

function keptWarning({ message, next }: StrongroomError, epoch: number): Warning {
  return {
    code: 'LOSS_NOT_FINITE',
    message: `${message} The model has the weights of epoch ${epoch}, the best one before.`,
    ...(next === undefined ? {} : { next }),
  };
}
