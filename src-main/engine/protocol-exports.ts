import type { Allowance, ExportSettings, ModelFormat, ModelFormatChoice } from '../contract/schemas/exports';
import type { NetworkSummary } from '../contract/schemas/imported-network';
import type { Task } from '../contract/schemas/recipe';
import type { Verification } from '../contract/schemas/runs';

/** What was written. */
export interface ExportDescription {
  /** The version of the format: "ONNX opset 17". */
  version: string;
  bytes: number;
  inputs: { name: string; type: string }[];
  outputs: { name: string; type: string }[];
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
      /** A frame of rows to learn the ranges of activations from, for `int8-static`; made-up rows when null. */
      calibration: string | null;
    };
    result: ExportDescription;
  };
  /** Writes a frame of hostile rows made from the model's contract: blank, unseen, extreme. */
  'hostile-frame': { params: { model: string; path: string }; result: { rows: number } };
  /**
   * Reads a network that Keras or TensorFlow.js saved. With `keep` it is also written there, as a .keras file of layers that
   * are known here. Throws FILE_FORMAT_MISMATCH, FILE_DAMAGED, FILE_TOO_LARGE, LAYER_NOT_SUPPORTED.
   */
  'import-network': { params: { path: string; keep: string | null }; result: NetworkSummary };

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
    };
    result: Verification;
  };
}
