import { resolve } from 'node:path';
import type { ModelFormat } from '../../../contract';
import type { Place } from '../../../contract/schemas/data';
import { measureVariants, openModel } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { inputFile } from '../input';
import { formatNumber, formatTable, paragraphs } from '../text';

export interface VariantsFlags extends Partial<Place> {
  format: ModelFormat;
}

/** `variants DIR DATA --format FORMAT`: every size of a model, with its time and its scores in the real run time. */
export async function variants(
  directory: string,
  data: string,
  { format, ...place }: VariantsFlags,
  terminal: Terminal,
): Promise<Outcome> {
  const model = await openModel(resolve(directory));
  const file = inputFile(data, place);
  const found = await withHouse(terminal, (house, work) => measureVariants(house, model, format, file, work));
  const scores = Object.keys(found.find(({ metrics }) => metrics !== null)?.metrics ?? {});
  const rows = found.map(({ name, quantize, bytes, latency, metrics, passed }) => {
    const values = new Map<string, number | null>(Object.entries(metrics ?? {}));
    return [
      name,
      quantize,
      String(bytes),
      latency === null ? '–' : `${formatNumber(latency.row)} ms`,
      latency === null ? '–' : `${formatNumber(latency.batch)} ms`,
      ...scores.map((score) => formatNumber(values.get(score) ?? null)),
      passed ? '' : 'changes too many decisions',
    ];
  });
  return {
    document: {
      format,
      variants: found.map(({ latency, changedDecisions, ...variant }) => ({
        ...variant,
        changed_decisions: changedDecisions,
        one_row_ms: latency?.row ?? null,
        batch_ms: latency?.batch ?? null,
        batch_rows: latency?.batchRows ?? null,
      })),
    },
    text: paragraphs(
      formatTable([['network', 'weights', 'bytes', 'one row', 'batch', ...scores, ''], ...rows]),
      'Scores are of the files themselves, on a fifth of the rows; smaller networks learned from the others. Rows that the model was trained on flatter it.',
    ),
  };
}
