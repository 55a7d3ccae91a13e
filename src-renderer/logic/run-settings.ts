import { presets } from '../../src-main/contract/network/presets';
import { defaultBatchSize, learningRateOf } from '../../src-main/contract/planning';
import type { Recipe, Run, Training } from '../../src-main/contract';
import { augmentationWords } from './augmentations';
import { count, percentage } from './numbers';
import { splitColumnOf } from './split';
import {
  activationNames,
  deviceNames,
  encodingNames,
  lossNames,
  monitorNames,
  optimizerNames,
  scalingNames,
  scheduleNames,
  splitNames,
} from './setting-names';

/** What keeps a network from learning rows by heart, in a few words. */
export function regularizationWords({ model, training }: Pick<Recipe, 'model' | 'training'>): string {
  const { l1, l2, maxNorm, clipNorm, clipValue } = training.regularization;
  const words = [
    ...(model.dropout > 0 ? [`dropout ${percentage(model.dropout)}`] : []),
    ...(l1 > 0 ? [`L1 ${String(l1)}`] : []),
    ...(l2 > 0 ? [`L2 ${String(l2)}`] : []),
    ...(maxNorm !== null ? [`norm of units ${String(maxNorm)}`] : []),
    ...(clipNorm !== null ? [`norm of gradient ${String(clipNorm)}`] : []),
    ...(clipValue !== null ? [`gradient cut at ${String(clipValue)}`] : []),
  ];
  return words.length === 0 ? 'none' : words.join(', ');
}

/** When training ends early, in a few words. */
export function stoppingWords({ patience, stopping }: Training): string {
  const { monitor, target, minutes } = stopping;
  return [
    `${monitorNames[monitor]}, ${count(patience)} epochs`,
    ...(target !== null ? [`good enough at ${String(target)}`] : []),
    ...(minutes !== null ? [`${String(minutes)} minutes`] : []),
  ].join(', ');
}

function lossWords({ loss, lossOptions }: Training): string {
  const { labelSmoothing, focalGamma, classWeights, quantile, delta } = lossOptions;
  return [
    lossNames[loss],
    ...(loss === 'quantile' ? [String(quantile)] : []),
    ...(loss === 'huber' ? [`bend at ${String(delta)}`] : []),
    ...(labelSmoothing > 0 ? [`smoothing ${String(labelSmoothing)}`] : []),
    ...(focalGamma > 0 ? [`focus ${String(focalGamma)}`] : []),
    ...(classWeights === 'balanced' ? ['balanced classes'] : []),
    ...(classWeights === 'by-hand' ? ['weights of classes by hand'] : []),
  ].join(', ');
}

function optimizerWords({ optimizer, momentum, nesterov, weightDecay }: Training): string {
  const name = optimizerNames[optimizer];
  if (optimizer === 'sgd')
    return `${name}, ${nesterov ? 'Nesterov momentum' : 'momentum'} ${String(momentum)}`;
  return optimizer === 'adamw' ? `${name}, decay ${String(weightDecay)}` : name;
}

/** How rows were split, in a few words. */
export function splitWords(split: Recipe['split']): string {
  const column = splitColumnOf(split);
  return [
    splitNames[split.method] + (column === null ? '' : `: ${column}`),
    ...(split.method === 'time' && split.gap > 0 ? [`gap ${count(split.gap)}`] : []),
    ...(split.folds > 1
      ? [`${String(split.folds)} folds${split.afterFolds === 'average' ? ', averaged' : ''}`]
      : []),
  ].join(', ');
}

/** The settings that made a run, as names and values to read. */
export function runSettings({ recipe, rows }: Pick<Run, 'recipe' | 'rows'>): [string, string][] {
  const { model, training, features, split } = recipe;
  const size = Math.min(rows.train, training.batchSize ?? defaultBatchSize(rows.train));
  const { kind, warmUpEpochs } = training.schedule;
  const chosen = Object.keys(features.columns).length;
  const preset = model.preset === 'custom' ? null : presets[model.preset];
  const options = preset?.fields.map(({ name, label }): [string, string] => [
    label,
    count(model.options[name]),
  ]);
  return [
    ['Preset', preset?.title ?? 'Own network'],
    ...(options ?? []),
    ...(preset?.uses.includes('hidden') === true
      ? [['Hidden layers', model.hidden.map((units) => count(units)).join(', ')] as [string, string]]
      : []),
    ...(preset?.uses.includes('activation') === true
      ? [['Activation', activationNames[model.activation]] as [string, string]]
      : []),
    ['Loss', lossWords(training)],
    ['Optimizer', optimizerWords(training)],
    ['Learning rate', String(learningRateOf(training))],
    [
      'Schedule',
      scheduleNames[kind] + (warmUpEpochs > 0 ? `, ${count(warmUpEpochs)} epochs of warm-up` : ''),
    ],
    ['Batch size', `${count(size)} rows${training.batchSize === null ? ', chosen by itself' : ''}`],
    ['Regularization', regularizationWords(recipe)],
    ['Epochs at most', count(training.epochs)],
    ['Stopping', stoppingWords(training)],
    ['Device asked for', deviceNames[training.device]],
    ['Scaling of numbers', scalingNames[features.numberScaling]],
    ['Encoding of categories', encodingNames[features.categoryEncoding]],
    ...(chosen > 0
      ? [['Own transform', `${count(chosen)} ${chosen === 1 ? 'column' : 'columns'}`] as [string, string]]
      : []),
    ['Categories at most', count(features.maximumCategories)],
    ['Split', splitWords(split)],
    ['Augmentation', augmentationWords(recipe.augmentation)],
    ['Validation and test', `${percentage(split.validation)} and ${percentage(split.test)}`],
    ['Seed', String(recipe.seed)],
  ];
}
