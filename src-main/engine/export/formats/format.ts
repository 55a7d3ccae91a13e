import type {
  ExportScope,
  ExportSettings,
  ExportTarget,
  ModelFormat,
  Quantization,
  QuantizationChoice,
} from '../../../contract/schemas/exports';
import type { ColumnType } from '../../../contract/schemas/data';
import type { Frame } from '../../data/frame';
import type { CleaningDocument } from '../../data/steps/document';
import type { LoadedModel } from '../../model/load';
import type { ExportDescription } from '../../protocol';

/** What goes along with writing a model. */
export interface ExportOptions extends Omit<ExportSettings, 'format'> {
  /** Kept in the file, where the format has a place for it: `org.strongroom.version` and the like. */
  metadata: Record<string, string>;
  /** What cleaned the rows that the model learned from, with the columns before it; null for none. */
  cleaning?: { document: CleaningDocument; columns: { name: string; type: ColumnType }[] } | null;
  /** Rows to learn the ranges of activations from, for `int8-static`. */
  calibration(): Promise<Frame>;
  signal: AbortSignal;
  /** @param fraction from 0 to 1 of the writing. */
  report(fraction: number, detail: string): void;
}

/** One format that models are exported in. Listed in index.ts. */
export interface ExportFormat {
  readonly name: ModelFormat;
  readonly title: string;
  /** What it is and what runs it. */
  readonly sentence: string;
  /** Of the file that `write` makes, without the point. A format that is a folder writes a zip archive of it. */
  readonly extension: string;
  /** Where it suits, the best first. */
  readonly targets: readonly ExportTarget[];
  /** How the weights can be kept; the first is the default. */
  readonly quantizations: readonly QuantizationChoice[];
  /** How much of the work can be in the file; the first is the default. */
  readonly scopes: readonly ExportScope[];
  /** Why a model cannot be written in this format, in one sentence; null when it can. */
  refusal(model: LoadedModel): string | null;
  /**
   * Writes one file at `path`. Throws KERNEL_NOT_SUPPORTED when the model computes what the format cannot hold,
   * CANCELLED when the signal is aborted.
   */
  write(model: LoadedModel, path: string, options: ExportOptions): Promise<ExportDescription>;
}

/** What is said of each way to keep weights; formats add what is particular to them. */
export const quantizationChoices: Record<Quantization, QuantizationChoice> = {
  none: {
    name: 'none',
    title: 'Full precision',
    sentence: 'Every weight as it was trained (32 bits): the same answers as here.',
    allowance: { difference: 1e-5, changedDecisions: 0 },
  },
  float16: {
    name: 'float16',
    title: 'Half precision',
    sentence: 'Weights in 16 bits: about half the size, answers that differ in the third digit at most.',
    allowance: { difference: 1e-2, changedDecisions: 0 },
  },
  int8: {
    name: 'int8',
    title: '8-bit weights',
    sentence: 'Weights in 8 bits: about a quarter of the size. Few decisions change.',
    allowance: { difference: null, changedDecisions: 0.01 },
  },
  'int8-static': {
    name: 'int8-static',
    title: 'All in 8 bits',
    sentence:
      'Weights and what is computed from them in 8 bits, with ranges learned from rows: for small processors.',
    allowance: { difference: null, changedDecisions: 0.01 },
  },
};
