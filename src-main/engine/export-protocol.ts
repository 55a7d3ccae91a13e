import type { ExportScope, GoldenRow, Quantization } from '../contract/schemas/exports';
import type { Task } from '../contract/schemas/recipe';
import type { Verification } from '../contract/schemas/runs';

/** What the main side may ask of its children to export models and to compare them; see protocol.ts. */
export interface ExportTasks {
  /* role tensors */
  /** Writes the whole pipeline, from raw columns to prediction, as ONNX. */
  'export-onnx': {
    params: {
      model: string;
      path: string;
      metadata: Record<string, string>;
      quantize?: Quantization;
      scope?: ExportScope;
      /** A frame of rows from which `int8-static` learns how large numbers inside the network get. */
      calibration?: string;
    };
    result: {
      opset: number;
      bytes: number;
      inputs: { name: string; type: string }[];
      outputs: { name: string; type: string }[];
    };
  };
  /** Writes a frame of hostile rows made from the model's contract: blank, unseen, extreme. */
  'hostile-frame': { params: { model: string; path: string }; result: { rows: number } };
  /** Writes a frame of made-up rows as training knew them. */
  'ordinary-frame': { params: { model: string; path: string; rows: number }; result: { rows: number } };
  /** Writes the rows of a frame as the network gets them: one number column for each of its inputs. */
  encode: { params: { model: string; frame: string; path: string }; result: { rows: number } };

  /* role onnx */
  /** Runs an ONNX file over frames and compares with the predictions of the application (frames too). */
  verify: {
    params: {
      onnx: string;
      task: Task;
      data: { frame: string; predictions: string };
      hostile: { frame: string; predictions: string } | null;
      /** What it is held to; null: what its kind of weights is held to, by the file's own word. */
      tolerance: number | null;
      /** Rows to return with their answers. */
      golden?: { from: 'hostile' | 'data'; rows: number };
      /** Whether to measure how long it takes. */
      timed?: boolean;
    };
    result: Verification & { golden?: GoldenRow[] };
  };
  /** What an ONNX file says of itself, after it was looked through. Throws MODEL_DAMAGED. */
  'onnx-about': { params: { onnx: string }; result: { quantize: Quantization; scope: ExportScope } };
}
