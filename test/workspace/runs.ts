import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runIdSchema, type RunId } from '../../src-main/contract/schemas/common';
import { runSchema, type Run } from '../../src-main/contract/schemas/runs';
import { emptyRecipe, type Project } from '../../src-main/workspace';

/** A finished run without a model, as run.json tells of it. */
export function runNamed(id: string, name: string): Run {
  const metrics = { accuracy: 0.9, f1: 0.9, roc_auc: null, log_loss: 0.3 };
  return runSchema.parse({
    formatVersion: 1,
    id,
    name,
    createdAt: `2026-01-01T00:00:0${String(id.length % 10)}Z`,
    dataset: null,
    datasetName: 'flowers',
    fingerprint: 'ab',
    recipe: { ...emptyRecipe(), target: 'kind' },
    reading: {
      encoding: 'utf-8',
      delimiter: ',',
      quote: '"',
      hasHeader: true,
      decimalSeparator: '.',
      dateOrder: 'ymd',
      missingWords: [],
    },
    columns: [],
    inputs: ['a'],
    target: 'kind',
    task: 'binary',
    classes: ['no', 'yes'],
    rows: { train: 8, validation: 2, test: 10 },
    metrics: { validation: metrics, test: metrics },
    evaluation: {
      rows: 10,
      metrics,
      baseline: metrics,
      classes: ['no', 'yes'],
      confusion: [
        [5, 0],
        [1, 4],
      ],
      roc: null,
      scatter: null,
      importance: [],
    },
    history: [],
    bestEpoch: 1,
    parameters: 3,
    device: 'cpu',
    runtime: 'reference',
    rowsPerSecond: 1,
    seconds: { import: 0, prepare: 0, train: 0, total: 0 },
    seed: 1,
    versions: { node: '24.0.0' },
    warnings: [],
  });
}

/** Adds a run with a file beside its manifest. */
export async function addRun(project: Project, id: string, name = id): Promise<RunId> {
  const folder = join(project.path, `coming-${id}`);
  await mkdir(folder);
  await writeFile(join(folder, 'weights.bin'), id);
  await project.runs.adopt(folder, runNamed(id, name));
  return runIdSchema.parse(id);
}
