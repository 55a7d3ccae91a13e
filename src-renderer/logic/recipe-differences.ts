import { describeStep, enabledSteps, type Run } from '../../src-main/contract';
import { valuesByPath } from '../../src-main/contract/planning';
import { counted } from './numbers';
import { runSettings } from './run-settings';
import { decisionWords } from './thresholds';

/** A setting in which runs differ, with what each of them has. */
export interface SettingDifference {
  name: string;
  values: string[];
}

/** What the words of `runSettings` and of the facts below tell of already, by the beginning of its path. */
const told = [
  'data',
  'shelf',
  'target',
  'task',
  'cleaning',
  'columns',
  'seed',
  'split',
  'augmentation',
  'model.hidden',
  'model.activation',
  'model.dropout',
  'decision',
  'training.loss',
  'training.lossOptions',
  'training.optimizer',
  'training.momentum',
  'training.nesterov',
  'training.weightDecay',
  'training.learningRate',
  'training.schedule',
  'training.batchSize',
  'training.regularization',
  'training.epochs',
  'training.patience',
  'training.stopping',
  'training.device',
  'features.numberScaling',
  'features.categoryEncoding',
  'features.maximumCategories',
];

/** Whether the words of `runSettings` tell of a setting. */
export const isTold = (path: string): boolean =>
  told.some((start) => path === start || path.startsWith(`${start}.`));

const facts = (run: Run): [string, string][] => [
  ['Data set', `${run.datasetName} (${run.fingerprint.slice(0, 8)})`],
  ['Column to predict', run.target],
  ['Input columns', counted(run.inputs.length, 'column')],
  ['Cleaning', enabledSteps(run.recipe.cleaning).map(describeStep).join('; ') || 'none'],
  ...runSettings(run),
  ['Calibration and threshold', decisionWords(run) ?? 'none'],
  ['Trained on', `${run.device} (${run.runtime})`],
  ['Version', run.versions['strongroom'] ?? 'not told'],
];

/** The columns that some runs learned from and others did not. */
function inputDifference(runs: readonly Run[]): SettingDifference[] {
  const all = new Set(runs.flatMap(({ inputs }) => inputs));
  const shared = [...all].filter((name) => runs.every(({ inputs }) => inputs.includes(name)));
  if (shared.length === all.size) return [];
  const own = ({ inputs }: Run): string => inputs.filter((name) => !shared.includes(name)).join(', ');
  return [{ name: 'Columns that not all have', values: runs.map((run) => own(run) || 'none of them') }];
}

/** The settings in which runs differ, in words; those that all share are left out. */
export function recipeDifferences(runs: readonly Run[]): SettingDifference[] {
  const byRun = runs.map((run) => new Map(facts(run)));
  const names = [...new Set(byRun.flatMap((map) => [...map.keys()]))];
  const documents = runs.map(({ recipe }) => valuesByPath(recipe));
  const paths = [...new Set(documents.flatMap((map) => [...map.keys()]))].filter((path) => !isTold(path));
  const differs = ({ values }: SettingDifference): boolean => new Set(values).size > 1;
  return [
    ...names.map((name) => ({ name, values: byRun.map((map) => map.get(name) ?? 'none') })),
    ...inputDifference(runs),
    ...paths.map((path) => ({
      name: path.split('.').join(' › '),
      values: documents.map((map) => map.get(path) ?? 'none'),
    })),
  ].filter(differs);
}
