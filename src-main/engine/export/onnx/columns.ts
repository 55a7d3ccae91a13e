import type { OnnxProgram } from '../../compile/onnx/program';
import type { FrameColumn } from '../../data/frame';
import { featureInputs, secondsOfDay } from '../../features/host';
import { pointsOf } from '../../data/pixels';
import { inputKinds, takesImage, takesMoment, takesText } from '../../features/fitted';
import type { CleaningDocument } from '../../data/steps/document';
import { lowerCleaning } from './cleaning/lower-cleaning';
import type { CleaningPlan } from './cleaning/plan';
import { paddingId, unknownId, writtenPieces } from '../../features/pieces';
import { wordCharacter, wordExpression } from '../../features/words';
import type { Fitted, FittedTokens, FittedWords, TextFeature } from '../../features/fitted';
import { rowsName } from './rows-name';
import { onnxTypeCodes } from '../../compile/onnx/types';
import type { OnnxType } from '../../compile/onnx/types';

/**
 * How a raw column comes in: numbers with NaN for missing, text with '' for it, moments in seconds since 1970 (UTC),
 * pictures as their points, 0 to 255, all NaN for a missing one.
 */
export const columnTypes = {
  number: 'float',
  text: 'string',
  moment: 'double',
  image: 'float',
} as const satisfies Record<FrameColumn['kind'], OnnxType>;

const to = (type: OnnxType) => ({ attributes: { to: { int: onnxTypeCodes[type] } } });

/** Ids as `categoryIds` gives them: 0 for what is not in the vocabulary, else the place there plus one. */
function encodeCategory(
  program: OnnxProgram,
  feature: Exclude<TextFeature, FittedTokens>,
  column: string,
): string {
  // LabelEncoder wants at least one key.
  const keys = feature.vocabulary.length === 0 ? [''] : feature.vocabulary;
  const values = feature.vocabulary.length === 0 ? [0] : feature.vocabulary.map((_, index) => index + 1);
  const ids = program.emit('LabelEncoder', [column], {
    domain: 'ai.onnx.ml',
    attributes: {
      keys_strings: { strings: keys },
      values_int64s: { ints: values },
      default_int64: { int: 0 },
    },
    hint: feature.column,
  });
  return program.emit('Cast', [ids], { ...to('int32'), hint: feature.column });
}

/**
 * Counts of words as `countWords` gives them, [rows, words]. The tokenizer and its expressions are those of ONNX Runtime
 * (com.microsoft), for ONNX has none that parts by more than one character. @param column text [rows].
 */
function countInGraph(program: OnnxProgram, feature: FittedWords, column: string): string {
  const hint = feature.column;
  const tokens = program.emit('Tokenizer', [column], {
    domain: 'com.microsoft',
    attributes: {
      mark: { int: 0 },
      mincharnum: { int: 1 },
      pad_value: { string: '' },
      tokenexp: { string: wordExpression },
    },
    hint,
  });
  program.values.push({ name: tokens, type: 'string', shape: [rowsName, program.uniqueName('words')] });
  // 0 is for other words and where a row has fewer than the longest.
  const known = feature.vocabulary.length > 0;
  const ids = program.emit('LabelEncoder', [tokens], {
    domain: 'ai.onnx.ml',
    attributes: {
      keys_strings: { strings: known ? feature.vocabulary : [''] },
      values_int64s: { ints: known ? feature.places.map((place) => place + 1) : [0] },
      default_int64: { int: 0 },
    },
    hint,
  });
  // One column more, for rows that have no word at all leave none.
  const rows = program.emit('Shape', [column], { hint });
  const shape = program.emit('Concat', [rows, program.int64s([1])], {
    attributes: { axis: { int: 0 } },
    hint,
  });
  const none = program.emit('Expand', [program.int64s([0]), shape], { hint });
  const padded = program.emit('Concat', [ids, none], { attributes: { axis: { int: 1 } }, hint });
  const words = feature.weights.map((_, index) => index);
  return program.emit('TfIdfVectorizer', [padded], {
    attributes: {
      mode: { string: 'TF' },
      min_gram_length: { int: 1 },
      max_gram_length: { int: 1 },
      max_skip_count: { int: 0 },
      ngram_counts: { ints: [0] },
      ngram_indexes: { ints: words },
      pool_int64s: { ints: words.map((index) => index + 1) },
    },
    hint,
  });
}

/** Signs that mean something in an expression of RE2. */
const special = /[\\^$.|?*+()[\]{}]/g;

/**
 * Ids of pieces as `tokenIds` gives them, [rows, length]. ONNX Runtime's tokenizer takes the longest piece that fits, from
 * left to right, as `tokenizerOf` does. @param column text [rows].
 */
function tokenizeInGraph(program: OnnxProgram, feature: FittedTokens, column: string): string {
  const hint = feature.column;
  const ids = writtenPieces(feature);
  // In order of their letters, for the expression then shares what they begin with. Which comes first does not matter.
  const choices = [...ids.keys()].sort().map((piece) => piece.replace(special, '\\$&'));
  const tokens = program.emit('Tokenizer', [column], {
    domain: 'com.microsoft',
    attributes: {
      mark: { int: 0 },
      mincharnum: { int: 1 },
      pad_value: { string: '' },
      tokenexp: { string: [...choices, wordCharacter].join('|') },
    },
    hint,
  });
  program.values.push({ name: tokens, type: 'string', shape: [rowsName, program.uniqueName('pieces')] });
  const found = program.emit('LabelEncoder', [tokens], {
    domain: 'ai.onnx.ml',
    attributes: {
      keys_strings: { strings: ['', ...ids.keys()] },
      values_int64s: { ints: [paddingId, ...ids.values()] },
      default_int64: { int: unknownId },
    },
    hint,
  });
  // As many columns as the network reads, however many the longest of the rows has.
  const rows = program.emit('Shape', [column], { hint });
  const shape = program.emit('Concat', [rows, program.int64s([feature.length])], {
    attributes: { axis: { int: 0 } },
    hint,
  });
  const none = program.emit('Expand', [program.int64s([paddingId]), shape], { hint });
  const padded = program.emit('Concat', [found, none], { attributes: { axis: { int: 1 } }, hint });
  const ends = [[0], [feature.length], [1]].map((values) => program.int64s(values));
  const cut = program.emit('Slice', [padded, ...ends], { hint });
  return program.emit('Cast', [cut], { ...to('float'), hint });
}

/** Whole days since 1970 and seconds of the day, in double as `hostInputs` computes them, then as float. */
function splitMoment(program: OnnxProgram, hint: string, seconds: string): string[] {
  const day = program.double(secondsOfDay);
  const days = program.emit('Floor', [program.emit('Div', [seconds, day], { hint })], { hint });
  const second = program.emit('Sub', [seconds, program.emit('Mul', [days, day], { hint })], { hint });
  return [days, second].map((value) => program.emit('Cast', [value], { ...to('float'), hint }));
}

/**
 * Declares one input a feature, [rows, 1] under the column's own name, and does in ONNX what `hostInputs` does. Where
 * cleaning is in the file, the inputs are the columns that its steps read instead of those that they make.
 * @returns for each input of the traced pipeline, the ONNX value that stands for it.
 */
export function bindColumns(
  program: OnnxProgram,
  fitted: Fitted,
  cleaning: { plan: CleaningPlan; document: CleaningDocument } | null = null,
): Record<string, string> {
  const plan = cleaning?.plan;
  const isCleaned = (column: string): boolean =>
    plan !== undefined && (plan.read.has(column) || plan.inside.some(({ writes }) => writes.has(column)));
  // A model that joins others may encode a column in several ways.
  const declared = new Set<string>();
  for (const feature of fitted.features) {
    if (declared.has(feature.column) || isCleaned(feature.column)) continue;
    declared.add(feature.column);
    program.input({
      name: feature.column,
      type: columnTypes[inputKinds[feature.kind]],
      shape: takesImage(feature)
        ? [rowsName, feature.height, feature.width, feature.channels]
        : [rowsName, 1],
    });
  }
  const cleaned = cleaning === null ? () => null : lowerCleaning(program, cleaning.plan, cleaning.document);
  const flat = program.int64s([-1]);
  const bindings: Record<string, string> = {};
  fitted.features.forEach((feature, index) => {
    if (takesImage(feature)) {
      const shape = program.int64s([-1, pointsOf(feature)]);
      const points = program.emit('Reshape', [feature.column, shape], { hint: feature.column });
      for (const { name } of featureInputs(feature, index)) bindings[name] = points;
      return;
    }
    const source = cleaned(feature.column, inputKinds[feature.kind]) ?? feature.column;
    const column = program.emit('Reshape', [source, flat], { hint: feature.column });
    const parts = takesText(feature)
      ? [
          feature.kind === 'words'
            ? countInGraph(program, feature, column)
            : feature.kind === 'tokens'
              ? tokenizeInGraph(program, feature, column)
              : encodeCategory(program, feature, column),
        ]
      : takesMoment(feature)
        ? splitMoment(program, feature.column, column)
        : [column];
    featureInputs(feature, index).forEach(({ name }, part) => {
      bindings[name] = parts[part] ?? column;
    });
  });
  return bindings;
}
