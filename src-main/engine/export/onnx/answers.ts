import type { OnnxProgram } from '../../compile/onnx/program';
import type { Fitted } from '../../features/fitted';
import type { OutputNames } from '../output-names';
import { rowsName } from './rows-name';

/**
 * Declares the outputs. For numbers `predicted`, float [rows, 1]; for classes `predicted`, text [rows], the class
 * with the highest probability (the first of equal ones), and `probabilities`, float [rows, classes].
 * @param score what the pipeline gives, [rows, 1] or [rows, classes].
 */
export function declareAnswers(program: OnnxProgram, fitted: Fitted, score: string): OutputNames {
  if (fitted.target.kind === 'number') {
    return { predicted: program.output(score, { name: 'predicted', type: 'float', shape: [rowsName, 1] }) };
  }
  const { classes } = fitted.target;
  const best = program.emit('ArgMax', [score], {
    attributes: { axis: { int: 1 }, keepdims: { int: 0 } },
    hint: 'predicted',
  });
  const label = program.emit('LabelEncoder', [best], {
    domain: 'ai.onnx.ml',
    attributes: {
      keys_int64s: { ints: classes.map((_, index) => index) },
      values_strings: { strings: classes },
      default_string: { string: '' },
    },
    hint: 'predicted',
  });
  return {
    predicted: program.output(label, { name: 'predicted', type: 'string', shape: [rowsName] }),
    probabilities: program.output(score, {
      name: 'probabilities',
      type: 'float',
      shape: [rowsName, classes.length],
    }),
  };
}
