import type { OnnxProgram } from '../../compile/onnx/program';
import { onnxTypeCodes } from '../../compile/onnx/types';
import type { Fitted, FittedTarget } from '../../features/fitted';
import type { OutputNames } from '../output-names';
import { rowsName } from './rows-name';

type ClassTarget = Extract<FittedTarget, { kind: 'classes' }>;

/** The place of the chosen class, int64 [rows]. */
function chosenClass(program: OnnxProgram, { threshold }: ClassTarget, score: string): string {
  const hint = 'predicted';
  if (threshold === undefined) {
    return program.emit('ArgMax', [score], { attributes: { axis: { int: 1 }, keepdims: { int: 0 } }, hint });
  }
  const second = program.emit('Gather', [score, program.int32(1)], {
    attributes: { axis: { int: 1 } },
    hint,
  });
  return program.emit(
    'Cast',
    [program.emit('GreaterOrEqual', [second, program.float(threshold)], { hint })],
    {
      attributes: { to: { int: onnxTypeCodes.int64 } },
      hint,
    },
  );
}

/**
 * Declares the outputs. For numbers `predicted`, float [rows, 1]; for classes `predicted`, text [rows], the class
 * with the highest probability (the first of equal ones; of two classes the second from a threshold on, where there is one), and `probabilities`, float [rows, classes].
 * @param score what the pipeline gives, [rows, 1] or [rows, classes].
 */
export function declareAnswers(program: OnnxProgram, fitted: Fitted, score: string): OutputNames {
  if (fitted.target.kind === 'number') {
    return { predicted: program.output(score, { name: 'predicted', type: 'float', shape: [rowsName, 1] }) };
  }
  const { classes } = fitted.target;
  const best = chosenClass(program, fitted.target, score);
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
