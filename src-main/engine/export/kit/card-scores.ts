import type { Metrics, Run } from '../../../contract/schemas/runs';
import type { Block } from './document';
import { heading, number, paragraph, percent, table } from './card-words';

const metricNames: Record<string, string> = {
  accuracy: 'Accuracy',
  f1: 'F1',
  roc_auc: 'Area under the ROC curve',
  log_loss: 'Log loss (lower is better)',
  rmse: 'Root mean squared error (lower is better)',
  mae: 'Mean absolute error (lower is better)',
  r2: 'R²',
};
/** A table with more classes is not read. */
const mostClasses = 12;
/** Of the standard normal distribution, for 95 %. */
const z = 1.96;

/** Wilson's interval of 95 % for a share that was found in `rows` rows (Wilson 1927). */
export function wilsonInterval(share: number, rows: number): [number, number] {
  const size = 1 + z ** 2 / rows;
  const center = share + z ** 2 / (2 * rows);
  const half = z * Math.sqrt((share * (1 - share)) / rows + z ** 2 / (4 * rows ** 2));
  return [Math.max(0, (center - half) / size), Math.min(1, (center + half) / size)];
}

const valuesOf = (metrics: Metrics): Map<string, number | null> =>
  new Map<string, number | null>(Object.entries(metrics));

function scoreTable({ metrics, evaluation, folds }: Run): Block {
  const [baseline, validation] = [valuesOf(evaluation.baseline), valuesOf(metrics.validation)];
  const rows = [...valuesOf(metrics.test)].map(([name, value]) => {
    const deviation = folds?.deviation[name];
    return [
      metricNames[name] ?? name,
      number(value),
      number(baseline.get(name)),
      number(validation.get(name)) +
        (deviation === undefined || deviation === null ? '' : ` ± ${number(deviation)}`),
    ];
  });
  return table(['Score', 'Test', 'Simplest answer, test', 'Validation'], rows);
}

function spreadWords({ metrics, evaluation, folds }: Run): string[] {
  const parts: string[] = [];
  const { test } = metrics;
  if ('accuracy' in test && evaluation.rows > 0) {
    const [from, to] = wilsonInterval(test.accuracy, evaluation.rows);
    parts.push(
      `With ${String(evaluation.rows)} test rows the accuracy lies between ${percent(from)} and ${percent(to)} (95 % interval after Wilson).`,
    );
  }
  if (folds !== undefined) {
    const each = 'each trained without the rows that it was scored on';
    parts.push(
      `Validation is the mean of ${String(folds.scores.length)} folds ± their standard deviation, ${each}.`,
    );
  } else
    parts.push('One training with one split: how much scores vary from training to training is not known.');
  return parts;
}

/** Precision and recall a class, from confusion[actual][predicted]. */
function confusionBlocks({ evaluation: { confusion, classes } }: Run): Block[] {
  if (confusion === null || classes === null || classes.length > mostClasses) return [];
  const count = (actual: number, predicted: number): number => confusion[actual]?.[predicted] ?? 0;
  const share = (part: number, whole: number): string => (whole === 0 ? 'none' : percent(part / whole));
  const places = classes.map((_, place) => place);
  return [
    paragraph('What the test rows were, line by line, and what was decided for them:'),
    table(
      [
        'Was',
        ...classes.map((name) => `Decided ${name}`),
        'Found (recall)',
        'Right when decided (precision)',
      ],
      classes.map((name, actual) => {
        const found = places.reduce((sum, place) => sum + count(actual, place), 0);
        const decided = places.reduce((sum, place) => sum + count(place, actual), 0);
        const own = count(actual, actual);
        return [
          name,
          ...places.map((place) => String(count(actual, place))),
          share(own, found),
          share(own, decided),
        ];
      }),
    ),
  ];
}

/** The scores with their spread, beside those of the simplest answer. */
export function scoreBlocks(run: Run): Block[] {
  const isCut = typeof run.decision?.threshold === 'number';
  const simplest =
    run.classes === null
      ? 'always the mean'
      : `always the shares of the classes${isCut ? ', decided by the same threshold' : ''}`;
  return [
    heading('Scores'),
    paragraph(
      `On ${String(run.evaluation.rows)} test rows that the training never saw, beside the simplest answer (${simplest}).`,
    ),
    scoreTable(run),
    paragraph(spreadWords(run).join(' ')),
    ...confusionBlocks(run),
  ];
}
