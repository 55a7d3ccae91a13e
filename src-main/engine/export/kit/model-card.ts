import { describeStep, enabledSteps } from '../../../contract/cleaning';
import type { InputContract } from '../../../contract/schemas/input-contract';
import type { Metrics, Run, Verification } from '../../../contract/schemas/runs';
import type { Block, Document } from './document';

export interface CardFacts {
  run: Run;
  contract: InputContract;
  verification: Verification;
  file: { name: string; version: string; quantize: string; bytes: number };
  licence: string;
}

const metricNames: Record<string, string> = {
  accuracy: 'Accuracy',
  f1: 'F1',
  roc_auc: 'Area under the ROC curve',
  log_loss: 'Log loss (lower is better)',
  rmse: 'Root mean squared error (lower is better)',
  mae: 'Mean absolute error (lower is better)',
  r2: 'R²',
};
const influencesShown = 20;
/** Below this many test rows a score may be off by several percent by chance alone. */
const fewTestRows = 200;

const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'not known' : String(Number(value.toPrecision(4)));

const table = (header: string[], rows: string[][]): Block => ({ kind: 'table', header, rows });
const heading = (text: string): Block => ({ kind: 'heading', text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

function scoreRows(metrics: Metrics, baseline: Metrics): string[][] {
  const simple = new Map<string, number | null>(Object.entries(baseline));
  return Object.entries(metrics).map(([name, value]: [string, number | null]) => [
    metricNames[name] ?? name,
    number(value),
    number(simple.get(name)),
  ]);
}

function rangeOf({ takes, range, categories }: InputContract['columns'][number]): string {
  if (categories !== null)
    return categories.length <= 12 ? categories.join(', ') : `${String(categories.length)} known words`;
  if (range === null) return takes === 'text' ? 'free text' : 'not known';
  const [from, to] = [range.minimum, range.maximum].map((value) =>
    takes === 'moment' ? new Date(value * 1000).toISOString().slice(0, 10) : number(value),
  );
  return `${from ?? ''} to ${to ?? ''}`;
}

function limitsOf({ run, contract, verification }: CardFacts): string[] {
  const { test } = run.rows;
  return [
    'Answers are sound for rows like those of the training: values outside the ranges above, and words that were never seen, are guesses.',
    ...(test < fewTestRows
      ? [
          `The scores rest on ${String(test)} test rows: another ${String(test)} would give somewhat other scores.`,
        ]
      : []),
    'Influence is not cause: that a column helps to predict does not mean that changing it changes the outcome.',
    ...(contract.classes === null
      ? []
      : [
          'Probabilities are the model’s own. Check how often each decision is right before people depend on it.',
        ]),
    ...(verification.changedDecisions > 0
      ? [
          `The file decides otherwise than the workbench on ${String(verification.changedDecisions)} of the rows that were compared.`,
        ]
      : []),
    ...run.warnings.slice(0, 10).map(({ message }) => message),
  ];
}

/** What a person should know of a model before it is used; its purpose is left to be filled in. */
export function modelCard(facts: CardFacts): Document {
  const { run, contract, verification, file, licence } = facts;
  const cleaning = enabledSteps(run.recipe.cleaning);
  const influence = run.evaluation.importance
    .toSorted((a, b) => b.increase - a.increase)
    .slice(0, influencesShown);
  const answer =
    contract.classes === null
      ? 'a number'
      : `one of ${contract.classes.join(', ')}, with the probability of each`;
  return {
    title: `Model card: ${run.target}`,
    blocks: [
      heading('Purpose'),
      paragraph(
        'To be filled in by who uses the model: what it decides or supports, for whom, what it must not be used for, and who answers for it.',
      ),
      heading('The model'),
      table(
        ['', ''],
        [
          ['Predicts', `${run.target}: ${answer}`],
          ['From', `${String(contract.columns.length)} columns`],
          ['Kind', `neural network with ${String(run.parameters)} weights`],
          [
            'Trained',
            `${run.createdAt.slice(0, 10)}, ${String(run.bestEpoch)} epochs, seed ${String(run.seed)}`,
          ],
          ['File', `${file.name} (${file.version}, weights: ${file.quantize}, ${String(file.bytes)} bytes)`],
          ['Licence', licence === '' ? 'To be filled in' : licence],
        ],
      ),
      heading('Data'),
      table(
        ['', ''],
        [
          ['Source', run.datasetName],
          ['SHA-256 of the file', run.fingerprint],
          [
            'Rows',
            `${String(run.rows.train)} to train, ${String(run.rows.validation)} to validate, ${String(run.rows.test)} to test`,
          ],
          ['Split', run.recipe.split.method],
        ],
      ),
      ...(cleaning.length === 0
        ? []
        : [
            paragraph('Cleaning before training:'),
            { kind: 'list', items: cleaning.map(describeStep) } satisfies Block,
          ]),
      table(
        ['Column', 'Type', 'In training rows', 'Missing in training'],
        contract.columns.map((column) => [
          column.name,
          column.type,
          rangeOf(column),
          column.missing === null ? 'not known' : column.missing ? 'yes' : 'no',
        ]),
      ),
      heading('Scores'),
      paragraph(
        `On ${String(run.evaluation.rows)} test rows that the training never saw, beside the simplest answer (always the mean, or the shares of the classes).`,
      ),
      table(['Score', 'Model', 'Simplest answer'], scoreRows(run.metrics.test, run.evaluation.baseline)),
      ...(influence.length === 0
        ? []
        : [
            heading('Influence of columns'),
            paragraph(
              'How much the loss grows when the values of a column are shuffled among the test rows; about 0 means no influence.',
            ),
            table(
              ['Column', 'Loss grows by', 'Spread'],
              influence.map(({ column, increase, deviation }) => [
                column,
                number(increase),
                number(deviation),
              ]),
            ),
          ]),
      heading('Limits'),
      { kind: 'list', items: limitsOf(facts) },
      heading('Checked'),
      paragraph(
        `The file was run in ${verification.runtime} on ${verification.rows === 0 ? '' : `${String(verification.rows)} test rows and `}${String(verification.hostileRows)} difficult made-up rows. Largest difference from the workbench: ${number(verification.largestDifference)}; changed decisions: ${String(verification.changedDecisions)}.`,
      ),
    ],
  };
}
