import { defaultBatchSize } from '../../src-main/contract/planning';
import type { Run } from '../../src-main/contract';
import { count, percentage } from './numbers';
import { activationNames, scalingNames } from './setting-names';

/** The settings that made a run, as names and values to read. */
export function runSettings({ recipe, rows }: Pick<Run, 'recipe' | 'rows'>): [string, string][] {
  const { model, training, features, split } = recipe;
  const size = Math.min(rows.train, training.batchSize ?? defaultBatchSize(rows.train));
  return [
    ['Hidden layers', model.hidden.map((units) => count(units)).join(', ')],
    ['Activation', activationNames[model.activation]],
    ['Dropout', model.dropout === 0 ? 'none' : percentage(model.dropout)],
    ['Optimizer', training.optimizer === 'adam' ? 'Adam' : training.optimizer],
    ['Learning rate', String(training.learningRate)],
    ['Batch size', `${count(size)} rows${training.batchSize === null ? ', chosen by itself' : ''}`],
    ['Epochs at most', count(training.epochs)],
    ['Patience', `${count(training.patience)} epochs`],
    ['Scaling of numbers', scalingNames[features.numberScaling]],
    ['Categories at most', count(features.maximumCategories)],
    ['Split', split.method],
    ['Validation and test', `${percentage(split.validation)} and ${percentage(split.test)}`],
    ['Seed', String(recipe.seed)],
  ];
}
