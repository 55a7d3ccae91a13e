import { writeFrame } from '../data/frame';
import type { FrameColumn } from '../data/frame';
import { withFrame } from '../data/frame-source';
import { decide as decideClasses } from '../evaluate/threshold';
import type { Fitted } from '../features/fitted';
import { startTensors } from '../features/tensors';
import { loadModel } from '../model/load';
import { predictedColumn, probabilityColumn } from '../protocol';
import type { TaskHandler, TaskHandlers } from '../protocol';
import { reportRuntimes } from '../runtimes';
import { augment } from './augment';
import { decideTask } from './decide';
import { evaluateFrame, evaluatedRows, scoresOf, stage } from './scoring';
import { joinTask } from './join';
import { train } from './train';

/** Evaluation of another file has no recipe to take a seed from. */
const evaluationSeed = 1;

/** Answers as the columns of a prediction frame. @param scores [rows, scoreWidth]. */
function predictionColumns(fitted: Fitted, scores: Float32Array): FrameColumn[] {
  if (fitted.target.kind === 'number') return [{ name: predictedColumn, kind: 'number', values: scores }];
  const { classes, threshold } = fitted.target;
  const codes = Uint32Array.from(decideClasses(scores, classes.length, threshold));
  return [
    { name: predictedColumn, kind: 'text', codes, dictionary: classes },
    ...classes.map((name, index): FrameColumn => {
      const values = Float32Array.from(codes, (_, row) => scores[row * classes.length + index] ?? 0);
      return { name: probabilityColumn(name), kind: 'number', values };
    }),
  ];
}

const predict: TaskHandler<'predict'> = async ({ model: directory, frame: source, path }, context) => {
  await startTensors();
  const model = await loadModel(directory);
  try {
    return await withFrame(source, async (frame) => {
      const scores = await scoresOf(model, frame, stage(context, 'Prediction', 'Predicting'));
      await writeFrame(path, { rows: frame.rows, columns: predictionColumns(model.fitted, scores) });
      return { rows: frame.rows };
    });
  } finally {
    model.network.dispose();
  }
};

const evaluateTask: TaskHandler<'evaluate'> = async ({ model: directory, frame: source }, context) => {
  await startTensors();
  const model = await loadModel(directory);
  try {
    const pauses = {
      predict: stage(context, 'Evaluation', 'Predicting', 0, 0.2),
      explain: stage(context, 'Evaluation', 'Measuring what each column adds', 0.2, 1),
    };
    return await withFrame(source, async (frame) => {
      const rows = evaluatedRows(model.fitted, frame, evaluationSeed);
      return { evaluation: await evaluateFrame(model, rows, evaluationSeed, pauses) };
    });
  } finally {
    model.network.dispose();
  }
};

const describe: TaskHandler<'describe'> = async () => reportRuntimes();

/** What the child with tfjs can do. Exporting, which traces the same pipeline, is in export.ts. */
export const handlers: TaskHandlers = {
  train,
  join: joinTask,
  augment,
  predict,
  evaluate: evaluateTask,
  decide: decideTask,
  describe,
};
