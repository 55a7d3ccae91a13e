import type { Quantization } from '../../../../contract/schemas/exports';
import type { Frame } from '../../../data/frame';
import type { Expected } from '../expected';

/** What an exported file answers for some rows. */
export interface Answers {
  /** The predicted numbers, [rows, 1], or the probabilities, [rows, classes]. */
  scores: Float32Array;
  /** Scores a row. */
  width: number;
  /** The chosen class of each row, where the file gives it; else it is the most probable one. */
  labels: string[] | null;
}

/** Answers for the rows from `start` to before `end` of a frame. */
export type Answerer = (start: number, end: number) => Promise<Answers>;

/** An exported file, opened in the run time that it is for. */
export interface OpenedExport {
  /** Its name and version. */
  readonly runtime: string;
  /** How the file says that its weights are kept; as they were trained where it does not say. */
  readonly quantize?: Quantization;
  /**
   * Makes ready to answer for a frame's rows. Throws EXPORT_DIFFERS when the file takes other inputs than the frame
   * has, or gives other things than what is expected.
   */
  answerer(frame: Frame, expected: Expected): Answerer;
  close(): Promise<void>;
}

/** Opens a file. Throws MODEL_DAMAGED when it can not be run. */
export type OpenExport = (path: string) => Promise<OpenedExport>;
