import { describeStep, enabledSteps } from '../../../contract/cleaning';
import type { InputContract } from '../../../contract/schemas/input-contract';
import type { Run, Verification } from '../../../contract/schemas/runs';
import { describeImage } from '../serve/schema';
import { decisionBlocks, decisionLimits } from './card-decision';
import { scoreBlocks } from './card-scores';
import { heading, number, paragraph, table } from './card-words';
import type { Block, Document } from './document';

export interface CardFacts {
  run: Run;
  contract: InputContract;
  verification: Verification;
  file: { name: string; version: string; quantize: string; bytes: number };
  licence: string;
}

const influencesShown = 20;
/** Below this many test rows a score may be off by several percent by chance alone. */
const fewTestRows = 200;

/** How the rows were dealt, in words. */
function splitWords({ split, seed }: Run['recipe']): string {
  const by = {
    stratified: 'at random, with the shares of the classes kept',
    random: 'at random',
    group: `whole groups of ${split.groupColumn ?? ''} at random`,
    time: `by ${split.timeColumn ?? ''}: the oldest train, the newest test${split.gap > 0 ? `, ${number(split.gap)} set aside before each border` : ''}`,
    column: `as ${split.partColumn ?? ''} says`,
  }[split.method];
  const folds =
    split.folds > 1
      ? `; ${String(split.folds)} folds, then ${split.afterFolds === 'average' ? 'the average of their networks' : 'trained again on all rows but the test rows'}`
      : '';
  return `${by} (seed ${String(seed)})${folds}`;
}

function rangeOf({ takes, range, categories, image }: InputContract['columns'][number]): string {
  if (image !== undefined) return describeImage(image);
  if (categories !== null)
    return categories.length <= 12 ? categories.join(', ') : `${String(categories.length)} known words`;
  if (range === null) return takes === 'text' ? 'free text' : 'not known';
  const [from, to] = [range.minimum, range.maximum].map((value) =>
    takes === 'moment' ? new Date(value * 1000).toISOString().slice(0, 10) : number(value),
  );
  return `${from ?? ''} to ${to ?? ''}`;
}

function limitsOf({ run, verification }: CardFacts): string[] {
  const { test } = run.rows;
  return [
    'Answers are sound for rows like those of the training: values outside the ranges above, and words that were never seen, are guesses.',
    ...(test < fewTestRows
      ? [
          `The scores rest on ${String(test)} test rows: another ${String(test)} would give somewhat other scores.`,
        ]
      : []),
    'Influence is not cause: that a column helps to predict does not mean that changing it changes the outcome.',
    ...decisionLimits(run),
    'Whether it is as good for every group of people was not examined.',
    ...(verification.changedDecisions > 0
      ? [
          `The file decides otherwise than the workbench on ${String(verification.changedDecisions)} of the rows that were compared.`,
        ]
      : []),
    ...run.warnings.slice(0, 10).map(({ message }) => message),
  ];
}

/** Which rows the file was compared on. */
function rowsWords({ rows, hostileRows, madeUpRows = 0 }: Verification): string {
  return [
    ...(rows > 0 ? [`${String(rows)} rows of the data`] : []),
    ...(madeUpRows > 0 ? [`${String(madeUpRows)} made-up rows as training knew them`] : []),
    `${String(hostileRows)} difficult made-up rows (blank cells, unseen words, extreme numbers)`,
  ].join(' and ');
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
      paragraph('To be filled in by who uses the model.'),
      table(
        ['Question', 'Answer'],
        [
          'Decides or supports',
          'For whom',
          'Must not be used for',
          'Answers for it',
          'Looked at again on',
        ].map((question) => [question, 'To be filled in']),
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
          [
            'Made with',
            Object.entries(run.versions)
              .map((pair) => pair.join(' '))
              .join(', '),
          ],
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
          ['Split', splitWords(run.recipe)],
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
      ...scoreBlocks(run),
      ...decisionBlocks(run),
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
        `The file was run in ${verification.runtime} on ${rowsWords(verification)}. Largest difference from the workbench: ${number(verification.largestDifference)}; changed decisions: ${String(verification.changedDecisions)}.`,
      ),
    ],
  };
}
