import type { LayersModel } from '@tensorflow/tfjs-layers';
import { multiplicationsOfRow } from '../model/cost';

/** What looking at a training may cost of its time: every so many epochs, so that it stays below. */
const share = 0.005;
/** Or so much in all, in seconds, so that trainings that take a moment are looked at too. */
const moment = 0.05;

/*
 * Rough figures of one processor, in seconds. They decide by the sizes of the training alone how often it is looked at,
 * never by a clock: a run that is given again has the same readings.
 */
const multiplication = 4e-11;
const stepOverhead = 3e-5;
const passOverhead = 1e-4;
const weightRead = 2.5e-8;
const layerRead = 2e-5;
const scoredValue = 1.5e-6;

export interface TrainingSize {
  network: LayersModel;
  /** Of each epoch. */
  rows: number;
  steps: number;
  epochs: number;
}

/** Epochs from one look that takes so many seconds to the next. */
function epochsApart(seconds: number, { network, rows, steps, epochs }: TrainingSize): number {
  const epoch = rows * 3 * multiplicationsOfRow(network) * multiplication + steps * stepOverhead;
  return Math.max(1, Math.ceil(Math.min(seconds / (share * epoch), (epochs * seconds) / moment)));
}

/** How often the layers are looked at, see `LayerWatch`. */
export function layersEvery(size: TrainingSize): number {
  const { network } = size;
  const seconds =
    network.countParams() * weightRead + network.layers.length * layerRead + passOverhead + stepOverhead;
  return epochsApart(seconds, size);
}

/**
 * How often all scores are taken of a sample of the training rows and of the validation rows.
 * @param scored how many rows there are of both. @param outputs of the network. @param sample training rows of them.
 */
export function metricsEvery(
  { scored, outputs, sample }: { scored: number; outputs: number; sample: number },
  size: TrainingSize,
): number {
  const forward = sample * multiplicationsOfRow(size.network) * multiplication + passOverhead;
  return epochsApart(forward + scored * outputs * scoredValue, size);
}
