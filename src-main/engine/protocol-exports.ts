import type {
  Allowance,
  CleaningInFile,
  ExportScope,
  ExportSettings,
  GoldenRow,
  ModelFormat,
  ModelFormatChoice,
  Quantization,
  Shrinking,
} from '../contract/schemas/exports';
import type { ColumnType } from '../contract/schemas/data';
import type { Recipe, Task } from '../contract/schemas/recipe';
import type { Verification } from '../contract/schemas/runs';

/** What was written. */
export interface ExportDescription {
  /** The version of the format: "ONNX opset 17". */
  version: string;
  bytes: number;
  inputs: { name: string; type: string }[];
  outputs: { name: string; type: string }[];
  /** Of formats that can hold cleaning steps, for a model whose rows were cleaned. */
  cleaning?: CleaningInFile;
}

/** The tasks of exporting: see TaskMap. */
export interface ExportTasks {
  /* role tensors */
  /** The formats of engine/export/formats, for a model or for none in particular. */
  'export-formats': { params: { model: string | null }; result: ModelFormatChoice[] };
  /** Writes a model, from raw columns to prediction where the format can hold that, as one file. */
  'export-model': {
    params: ExportSettings & {
      model: string;
      path: string;
      metadata: Record<string, string>;
      /** Columns of the data before cleaning, of a model whose rows were cleaned. */
      rawColumns?: { name: string; type: ColumnType }[];
      /** A frame of rows to learn the ranges of activations from, for `int8-static`; made-up rows when null. */
      calibration: string | null;
    };
    result: ExportDescription;
  };
  /** Writes a frame of hostile rows made from the model's contract: blank, unseen, extreme. */
  'hostile-frame': { params: { model: string; path: string }; result: { rows: number } };
  /** Writes a frame of made-up rows as training knew them. */
  'ordinary-frame': { params: { model: string; path: string; rows: number }; result: { rows: number } };
  /** Writes a smaller model into `directory`, which exists, learned on a frame that carries the target. */
  shrink: {
    params: { model: string; recipe: Recipe; frame: string; how: Shrinking; directory: string };
    result: { parameters: number; zeros: number };
  };
  /** Writes a share of the rows of a frame, drawn at random, and the rest, as two frames. */
  'split-frame': {
    params: { frame: string; share: number; seed: number; part: string; rest: string };
    result: { part: number; rest: number };
  };
  /** Writes the rows of a frame as the network gets them: one number column for each of its inputs. */
  encode: { params: { model: string; frame: string; path: string }; result: { rows: number } };

  /* role onnx */
  /** Runs an exported file over frames and compares with the predictions of the application (frames too). */
  verify: {
    params: {
      file: string;
      format: ModelFormat;
      task: Task;
      data: { frame: string; predictions: string };
      hostile: { frame: string; predictions: string } | null;
      allowance: Allowance;
      /** The folder of the model, when the run time is to be timed and its answers scored where data have the target. */
      measured?: string;
      /** Rows to return with their answers; with `measured`. */
      golden?: { from: 'hostile' | 'data'; rows: number };
    };
    result: Verification & { golden?: GoldenRow[] };
  };
  /* role data */
  /** Writes a Parquet file of made-up rows as they are before cleaning: as training knew them, or hostile. */
  'raw-rows': {
    params: {
      model: string;
      columns: { name: string; type: ColumnType }[];
      how: 'ordinary' | 'hostile';
      path: string;
    };
    result: { rows: number };
  };
  /** Writes a frame of columns of a Parquet file as an exported file takes them. */
  'raw-frame': {
    params: { parquet: string; columns: CleaningInFile['columns']; path: string };
    result: { rows: number };
  };

  /* role onnx */
  /** What an ONNX file says of itself, after it was looked through. Throws MODEL_DAMAGED. */
  'onnx-about': {
    params: { onnx: string };
    result: { quantize: Quantization; scope: ExportScope; cleaning: CleaningInFile | null };
  };
}
