import { basename, join, resolve } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import {
  channelOf,
  describeTimings,
  withEffort,
  withNetwork,
  withPreset,
  type Effort,
} from '../../../contract/planning';
import type { PresetFacts } from '../../../contract/network/presets';
import { readNetwork } from '../../../contract/network/document';
import type { PresetName } from '../../../contract/network/presets/names';
import type { Place } from '../../../contract/schemas/data';
import { sequenceSchema } from '../../../contract/schemas/sequences';
import type { Recipe } from '../../../contract/schemas/recipe';
import type { Run } from '../../../contract/schemas/runs';
import type { SplitMethodName, SplitSettings } from '../../../contract/schemas/split';
import type { Device, Training } from '../../../contract/schemas/training';
import { emptyRecipe, parseRecipe, readJsonDocument, trainFile } from '../../../services/headless';
import { readingFrom, requireSettled, type ReadingFlags } from '../reading-options';
import { decisionText, withDecisionFlags, type DecisionFlags } from '../decision-options';
import { withHouse, type Outcome, type Terminal } from '../command';
import { inputFile } from '../input';
import { formatSeconds } from '../progress';
import { formatMetrics, formatWarnings, paragraphs } from '../text';

export interface TrainOptions extends ReadingFlags, DecisionFlags, Partial<Place> {
  target?: string;
  out?: string;
  task?: Recipe['task'];
  epochs?: number;
  loss?: Training['loss'];
  optimizer?: Training['optimizer'];
  learningRate?: number;
  batchSize?: number;
  device?: Device;
  seed?: number;
  split?: SplitMethodName;
  groupColumn?: string;
  timeColumn?: string;
  splitColumn?: string;
  folds?: number;
  averageFolds?: true;
  recipe?: string;
  network?: string;
  preset?: PresetName;
  effort?: Effort;
  sequence?: string[];
}

/** A column of groups, of times or of parts says which way to split, unless `--split` does. */
function composeSplit(base: SplitSettings, options: TrainOptions): SplitSettings {
  const { groupColumn, timeColumn, splitColumn } = options;
  const implied =
    groupColumn !== undefined
      ? 'group'
      : timeColumn !== undefined
        ? 'time'
        : splitColumn !== undefined
          ? 'column'
          : base.method;
  return {
    ...base,
    method: options.split ?? implied,
    groupColumn: groupColumn ?? base.groupColumn,
    timeColumn: timeColumn ?? base.timeColumn,
    partColumn: splitColumn ?? base.partColumn,
    folds: options.folds ?? base.folds,
    afterFolds: options.averageFolds === true ? 'average' : base.afterFolds,
  };
}

/** The recipe of the file, if one is given, with what the command line says on top. */
async function composeRecipe(options: TrainOptions): Promise<Recipe> {
  const base =
    options.recipe === undefined
      ? emptyRecipe()
      : parseRecipe(await readJsonDocument(resolve(options.recipe), 'RECIPE_INVALID'));
  const target = options.target ?? base.target;
  if (target === null) {
    throw new StrongroomError('USAGE', 'No column to predict is given.', {
      expected: '--target COL, or a recipe that names one',
      next: 'Add --target with the name of a column.',
    });
  }
  const split = composeSplit(base.split, options);
  if (options.averageFolds === true && split.folds < 2) {
    throw new StrongroomError('USAGE', '--average-folds has no folds to average.', {
      expected: '--folds 2 or more beside it',
      next: 'Add --folds 5, or take --effort thorough instead.',
    });
  }
  const recipe = {
    ...base,
    target,
    task: options.task ?? base.task,
    seed: options.seed ?? base.seed,
    split,
    decision: withDecisionFlags(base.decision, options),
  };
  return withTraining(
    options.network === undefined ? recipe : await withNetworkOf(recipe, options.network),
    options,
  );
}

/** The recipe with the layers of a file. Throws NETWORK_INVALID, which names the layer. */
async function withNetworkOf(recipe: Recipe, file: string): Promise<Recipe> {
  return withNetwork(recipe, readNetwork(await readJsonDocument(resolve(file), 'NETWORK_INVALID')), null);
}

/** The recipe with what the command line says of training. */
function withTraining(recipe: Recipe, options: TrainOptions): Recipe {
  const { training } = recipe;
  return {
    ...recipe,
    training: {
      ...training,
      epochs: options.epochs ?? training.epochs,
      loss: options.loss ?? training.loss,
      optimizer: options.optimizer ?? training.optimizer,
      learningRate: options.learningRate ?? training.learningRate,
      batchSize: options.batchSize ?? training.batchSize,
      device: options.device ?? training.device,
    },
  };
}

/** The recipe with sequences as `--sequence NAME=PATTERN,PATTERN` says. @param columns of the cleaned table. */
function withSequences(
  recipe: Recipe,
  asked: readonly string[],
  columns: readonly { name: string }[],
): Recipe {
  const names = columns.map(({ name }) => name);
  const sequences = asked.map((text) => {
    const [name = '', patterns = ''] = text.split(/=(.*)/s);
    const channels = patterns.split(',').map((pattern) => channelOf(pattern, names));
    const empty = patterns.split(',').find((_, place) => (channels[place]?.columns.length ?? 0) < 2);
    if (empty === undefined) return sequenceSchema.parse({ name, channels });
    throw new StrongroomError('USAGE', `No two columns fit ${empty === '' ? text : empty}.`, {
      expected: '--sequence NAME=PATTERN,PATTERN with a * for the number, such as weather=temp_*,hum_*',
      received: text,
      next: 'Give patterns that the names of columns fit.',
    });
  });
  return {
    ...recipe,
    features: { ...recipe.features, sequences: [...recipe.features.sequences, ...sequences] },
  };
}

/**
 * What the preset or the effort that is asked for makes of a recipe; null where a recipe says how to train and neither is
 * to replace that. `--folds` goes before the folds of an effort.
 */
function presetOf(options: TrainOptions): ((to: Recipe, facts: PresetFacts) => Recipe) | null {
  const { preset, effort, recipe, network, folds } = options;
  const choice = preset === undefined ? `--effort ${effort ?? ''}` : `--preset ${preset}`;
  if (network !== undefined && (preset ?? effort) !== undefined) {
    throw new StrongroomError('USAGE', `--network and ${choice} both choose the network.`, {
      expected: 'one of the two',
      received: `--network ${network} ${choice}`,
      next: 'Leave one of them out.',
    });
  }
  if (preset !== undefined && effort !== undefined) {
    throw new StrongroomError('USAGE', '--preset and --effort both choose the network.', {
      expected: 'one of the two',
      received: `--preset ${preset} --effort ${effort}`,
      next: 'Leave one of them out.',
    });
  }
  if (preset !== undefined) return (to, facts) => withPreset(to, preset, facts);
  if (network !== undefined || (effort === undefined && recipe !== undefined)) return null;
  return (to, facts) => {
    const made = withEffort(to, effort ?? 'standard', facts);
    if (options.averageFolds === true) return { ...made, split: to.split };
    return folds === undefined ? made : { ...made, split: { ...made.split, folds } };
  };
}

/** The mean and the spread of the folds' scores; nothing without folds. */
function formatFolds({ folds, metrics }: Pick<Run, 'folds' | 'metrics'>): string {
  if (folds === undefined) return '';
  const lines = Object.entries(metrics.validation).map(([name, value]) => {
    const spread = folds.deviation[name] ?? null;
    if (typeof value !== 'number' || spread === null) return `  ${name} not defined in every fold`;
    return `  ${name} ${value.toPrecision(4)} ± ${spread.toPrecision(2)}`;
  });
  return `Over ${String(folds.scores.length)} folds, mean and standard deviation:\n${lines.join('\n')}`;
}

/** `train DATA --target COL`: trains and writes a self-contained folder of the model. */
export async function train(data: string, options: TrainOptions, terminal: Terminal): Promise<Outcome> {
  const recipe = await composeRecipe(options);
  const preset = presetOf(options);
  const reading = await readingFrom(options);
  const name = basename(data);
  const directory = options.out ?? `${name.replace(/\.[^.]*$/, '')}.strongroom`;
  const file = inputFile(data, options);
  const { run, dataset, files, warnings } = await withHouse(terminal, async (house, work) =>
    trainFile(house, await house.workspace.create(name), file, recipe, resolve(directory), work, {
      reading,
      imported: ({ warnings: found }) => requireSettled(options.strict, found),
      compose: (composed, facts, { columns }) => {
        const grouped = withSequences(composed, options.sequence ?? [], columns);
        return preset === null ? grouped : withTraining(preset(grouped, facts), options);
      },
    }),
  );
  const { test } = run.metrics;
  const { baseline } = run.evaluation;
  const document = {
    task: run.task,
    preset: run.recipe.model.preset,
    target: run.target,
    classes: run.classes,
    rows: run.rows,
    rejected_rows: dataset.rejectedRows,
    metrics: run.metrics,
    ...(run.folds === undefined
      ? {}
      : {
          folds: {
            scores: run.folds.scores.map(({ rows, metrics, bestEpoch, epochs }) => ({
              rows,
              metrics,
              best_epoch: bestEpoch,
              epochs,
            })),
            deviation: run.folds.deviation,
          },
        }),
    ...(run.decision === undefined ? {} : { decision: run.decision }),
    baseline: { test: baseline },
    epochs: run.history.length,
    best_epoch: run.bestEpoch,
    stop_reason: run.stopReason,
    parameters: run.parameters,
    device: run.device,
    hardware: run.hardware,
    runtime: run.runtime,
    device_timings: run.deviceTimings.map(({ device, runtime, rowsPerSecond }) => ({
      device,
      runtime,
      rows_per_second: rowsPerSecond,
    })),
    seconds: run.seconds,
    rows_per_second: run.rowsPerSecond,
    seed: run.seed,
    directory: resolve(directory),
    files: files.map((file) => join(resolve(directory), file)),
    unreadable: dataset.unreadable ?? [],
    warnings: [...run.warnings, ...warnings],
  };
  const { train: trainRows, validation, test: testRows } = run.rows;
  const hardware = run.hardware === null ? '' : ` with ${run.hardware}`;
  const text = paragraphs(
    `Trained to predict ${run.target} (${run.task}) from ${String(run.inputs.length)} columns, on ${run.device} (${run.runtime})${hardware}, in ${formatSeconds(run.seconds.total)}.\n` +
      `Rows: ${String(trainRows)} to train, ${String(validation)} to validate, ${String(testRows)} to test. Best epoch ${String(run.bestEpoch)} of ${String(run.history.length)}.`,
    describeTimings(run.deviceTimings),
    formatFolds(run),
    decisionText(run.decision, run.classes),
    `On the test rows:\n${formatMetrics(test, baseline)}`,
    formatWarnings([...run.warnings, ...warnings]),
    `The model is in ${directory}`,
  );
  return { document, text };
}
