import type { ClassDecision, DecisionSettings } from '../contract/schemas/class-decision';
import type { Warning } from '../contract/schemas/common';
import type { EnsembleMethod } from '../contract/schemas/ensemble';
import type { NetworkSummary } from '../contract/schemas/imported-network';
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
import type { FileCheck, RenamedColumn } from '../contract/schemas/file-check';
import type { ContractColumn, InputContract, InputRange } from '../contract/schemas/input-contract';
import type { Recipe, Task } from '../contract/schemas/recipe';
import type { Evaluation, Metrics, Run, Verification } from '../contract/schemas/runs';

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

/** What a deployment kit is written from. */
export interface KitParams {
  /** A folder that holds the exported file already. */
  directory: string;
  file: { name: string; format: ModelFormat; quantize: Quantization; version: string; bytes: number };
  contract: InputContract;
  run: Run;
  verification: Verification;
  licence: string;
  /** The largest difference that the file may have; null where none is promised. */
  allowed: number | null;
  /** The folder of templates, and the built server. */
  templates: string;
  server: string;
}

export interface JoinOutcome {
  /** How much each member counts. */
  weights: number[];
  /** On rows that no member was trained on; null where the members have not kept answers for the same ones. */
  validation: Metrics | null;
  evaluation: Evaluation;
  decision?: ClassDecision;
  parameters: number;
  warnings: Warning[];
  versions: Record<string, string>;
}

/** The tasks of what is made of trained models (joining, deciding, exporting), and of rows that come later: see TaskMap. */
export interface ExportTasks {
  /* role data */
  /** Compares the values of a table with what a model was trained on. @param numbered whether rows are those of a file. */
  'check-values': {
    params: { parquet: string; columns: ContractColumn[]; numbered: boolean };
    result: Pick<FileCheck, 'outOfRange' | 'unseen' | 'blank'>;
  };
  /** Writes a table once more with other names. */
  'rename-columns': {
    params: { parquet: string; path: string; renamed: readonly RenamedColumn[] };
    result: { path: string };
  };

  /* role tensors */
  /**
   * Joins the models in some folders into one, written into `directory` with the test rows that they share. Throws
   * ENSEMBLE_UNSUITABLE where their test rows, targets or classes differ.
   */
  join: {
    params: {
      members: string[];
      method: EnsembleMethod;
      directory: string;
      seed: number;
      decision: DecisionSettings;
    };
    result: JoinOutcome;
  };
  /**
   * Learns calibration and threshold anew and keeps them with the model, from what its training kept of rows that it had
   * not seen, or from a frame that carries the target. @param test rows to score it on once more.
   * Throws TOO_FEW_ROWS, DECISION_UNSUITABLE.
   */
  decide: {
    params: {
      model: string;
      settings: DecisionSettings;
      frame: string | null;
      test: string | null;
      seed: number;
      /** What was measured on the test rows before; used where it stays the same. */
      importance: Evaluation['importance'];
    };
    result: { decision: ClassDecision; evaluation: Evaluation | null };
  };
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
  /** What a model takes, from its folder and what its run knows of the columns. */
  'input-contract': {
    params: { model: string; columns: { name: string; type: ColumnType }[]; ranges: InputRange[] };
    result: InputContract;
  };
  /** Writes a deployment kit beside an exported file. */
  'write-kit': { params: KitParams & { model: string }; result: { files: string[] } };
  /** Writes a frame of hostile rows made from the model's contract: blank, unseen, extreme. */
  'hostile-frame': { params: { model: string; path: string }; result: { rows: number } };
  /**
   * Reads a network that Keras or TensorFlow.js saved. With `keep` it is also written there, as a .keras file of layers that
   * are known here. Throws FILE_FORMAT_MISMATCH, FILE_DAMAGED, FILE_TOO_LARGE, LAYER_NOT_SUPPORTED.
   */
  'import-network': { params: { path: string; keep: string | null }; result: NetworkSummary };
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
      /** null for what the file's own way of keeping weights allows. */
      allowance: Allowance | null;
      /** The folder of the model, when the run time is to be timed and its answers scored where data have the target. */
      measured?: string;
      /** See ClassDecision. */
      threshold?: number | null;
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
