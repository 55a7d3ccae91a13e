import type { OnnxProgram } from '../../compile/onnx/program';
import type { FrameColumn } from '../../data/frame';
import { featureInputs, secondsOfDay } from '../../features/host';
import { inputKinds, takesMoment, takesText } from '../../features/fitted';
import type { Fitted, TextFeature } from '../../features/fitted';
import { onnxTypeCodes } from '../../compile/onnx/types';
import type { OnnxType } from '../../compile/onnx/types';

/** The name of the number of rows, in the shapes of inputs and outputs. */
export const rowsName = 'rows';

/** How a raw column comes in: numbers with NaN for missing, text with '' for it, moments in seconds since 1970 (UTC). */
export const columnTypes = {
  number: 'float',
  text: 'string',
  moment: 'double',
} as const satisfies Record<FrameColumn['kind'], OnnxType>;

const to = (type: OnnxType) => ({ attributes: { to: { int: onnxTypeCodes[type] } } });

/** Ids as `categoryIds` gives them: 0 for what is not in the vocabulary, else the place there plus one. */
function encodeCategory(program: OnnxProgram, feature: TextFeature, column: string): string {
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

/** Whole days since 1970 and seconds of the day, in double as `hostInputs` computes them, then as float. */
function splitMoment(program: OnnxProgram, hint: string, seconds: string): string[] {
  const day = program.double(secondsOfDay);
  const days = program.emit('Floor', [program.emit('Div', [seconds, day], { hint })], { hint });
  const second = program.emit('Sub', [seconds, program.emit('Mul', [days, day], { hint })], { hint });
  return [days, second].map((value) => program.emit('Cast', [value], { ...to('float'), hint }));
}

/**
 * Declares one input a feature, [rows, 1] under the column's own name, and does in ONNX what `hostInputs` does.
 * @returns for each input of the traced pipeline, the ONNX value that stands for it.
 */
export function bindColumns(program: OnnxProgram, fitted: Fitted): Record<string, string> {
  for (const feature of fitted.features) {
    program.input({
      name: feature.column,
      type: columnTypes[inputKinds[feature.kind]],
      shape: [rowsName, 1],
    });
  }
  const flat = program.int64s([-1]);
  const bindings: Record<string, string> = {};
  fitted.features.forEach((feature, index) => {
    const column = program.emit('Reshape', [feature.column, flat], { hint: feature.column });
    const parts = takesText(feature)
      ? [encodeCategory(program, feature, column)]
      : takesMoment(feature)
        ? splitMoment(program, feature.column, column)
        : [column];
    featureInputs(feature, index).forEach(({ name }, part) => {
      bindings[name] = parts[part] ?? column;
    });
  });
  return bindings;
}
