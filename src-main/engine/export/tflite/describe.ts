import type { Quantization } from '../../../contract/schemas/exports';
import { takesText } from '../../features/fitted';
import type { Fitted, FittedFeature } from '../../features/fitted';
import { columnInputs } from './columns';
import type { ColumnInput } from './columns';
import type { AssociatedFile, ModelDescription, TensorDescription } from './file/metadata';
import type { PackedFile } from './file/zip';

/** The packed file that holds all that is needed to make inputs out of raw columns, as JSON. */
export const pipelineFile = 'strongroom.json';
const labelsFile = 'labels.txt';

/** One value a line. A line cannot hold a line break, so that one becomes a space; `strongroom.json` has it. */
const lines = (values: readonly string[]): Uint8Array =>
  Buffer.from(values.map((value) => `${value.replace(/[\r\n]+/g, ' ')}\n`).join(''));

function describeInput({ specification }: ColumnInput): string {
  switch (specification.part) {
    case 'value':
      return 'The number of the column; NaN where it is missing.';
    case 'id':
      return 'The line of the value in the vocabulary, from 0; 0 for what is not there. Missing counts as an empty text.';
    case 'days':
      return 'Whole days since 1970-01-01 (UTC); NaN where the moment is missing.';
    case 'second':
      return 'Seconds since the day began (UTC); NaN where the moment is missing.';
    case 'words':
      return 'How often each word of the vocabulary is in the text.';
    case 'tokens':
      return 'The lines of the longest pieces that the text is made of, from left to right, from 0; 0 fills up short texts.';
    case 'points':
      return `The points of the picture, row after row from the top, 0 to 255; all NaN where it is missing. How it is resized: see ${pipelineFile}.`;
    default:
      return `Numbers that are made of the column: see ${pipelineFile}.`;
  }
}

interface Described {
  tensor: TensorDescription;
  packed: PackedFile[];
}

/** The vocabulary of a column of text: line n is the value with the id n; for words, the word of place n. */
function vocabularyOf(
  feature: FittedFeature,
  place: number,
): { file: AssociatedFile; packed: PackedFile } | null {
  if (!takesText(feature)) return null;
  const name = `vocabulary_${place + 1}.txt`;
  const words = feature.kind === 'words';
  const values = words
    ? feature.weights.map((_, word) => feature.vocabulary[feature.places.indexOf(word)] ?? '')
    : [...(feature.kind === 'tokens' ? ['[padding]'] : []), '[unknown]', ...feature.vocabulary];
  const description = words
    ? 'One word a line, in the order of the numbers.'
    : 'One value a line; the first line is for all other values.';
  return { file: { name, description, type: 'vocabulary' }, packed: { name, bytes: lines(values) } };
}

function describeColumn(fitted: Fitted, input: ColumnInput): Described {
  const { feature: place } = input.specification;
  const feature = fitted.features[place];
  const vocabulary = feature === undefined ? null : vocabularyOf(feature, place);
  return {
    tensor: {
      name: input.name,
      description: describeInput(input),
      files: vocabulary === null ? [] : [vocabulary.file],
    },
    packed: vocabulary === null ? [] : [vocabulary.packed],
  };
}

function describeAnswers(fitted: Fitted): Described {
  const { target } = fitted;
  if (target.kind === 'number') {
    const description = `The predicted ${target.column}.`;
    return { tensor: { name: 'predicted', description, files: [] }, packed: [] };
  }
  const file: AssociatedFile = {
    name: labelsFile,
    description: `The classes of ${target.column}, one a line.`,
    type: 'axisLabels',
  };
  return {
    tensor: { name: 'probabilities', description: 'The probability of each class.', files: [file] },
    packed: [{ name: labelsFile, bytes: lines(target.classes) }],
  };
}

/** What is said of each way to keep the weights. */
const notes: Record<Quantization, string> = {
  none: 'Weights in float32.',
  float16: 'Weights in float16.',
  int8: 'Weights in int8; ranges of activations are measured as it runs.',
  'int8-static': 'Weights and activations in int8; what is before and after the network in float32.',
};

/** What the file says of itself, and the files that are packed behind it. */
export function describeModel(
  fitted: Fitted,
  metadata: Record<string, string>,
  quantize: Quantization,
): { model: ModelDescription; packed: PackedFile[] } {
  const inputs = columnInputs(fitted);
  const columns = inputs.map((input) => describeColumn(fitted, input));
  const answers = describeAnswers(fitted);
  const { target } = fitted;
  const chosen: TensorDescription[] =
    target.kind === 'number'
      ? []
      : [
          {
            name: 'predicted',
            description:
              target.threshold === undefined
                ? 'The most probable class, by its line in the labels, from 0.'
                : `1 where the probability of ${target.classes[1] ?? ''} is at least ${String(target.threshold)}, else 0: the line of the class in the labels.`,
            files: [{ name: labelsFile, description: 'The classes, one a line.', type: 'valueLabels' }],
          },
        ];
  const pipeline = {
    inputs: inputs.map(({ name, column, specification }) => ({ name, column, input: specification.name })),
    metadata,
    quantize,
    fitted,
  };
  const file: AssociatedFile = {
    name: pipelineFile,
    description: 'How raw columns become the inputs, and what the model was trained on; JSON.',
    type: 'description',
  };
  return {
    model: {
      name: `Predicts ${target.column}`,
      description: `Takes raw columns by name, for one row or, with inputs resized, any number of them. ${notes[quantize]}`,
      version: metadata['org.strongroom.version'] ?? '',
      license: metadata['org.strongroom.licence'] ?? '',
      inputs: columns.map(({ tensor }) => tensor),
      outputs: [answers.tensor, ...chosen],
      files: [file],
    },
    packed: [
      ...columns.flatMap(({ packed }) => packed),
      ...answers.packed,
      { name: pipelineFile, bytes: Buffer.from(JSON.stringify(pipeline)) },
    ],
  };
}
