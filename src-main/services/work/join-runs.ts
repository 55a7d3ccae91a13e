import { existsSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import { runIdSchema, type RunId, type Warning } from '../../contract/schemas/common';
import type { Column } from '../../contract/schemas/data';
import { mostMembers, type EnsembleMethod } from '../../contract/schemas/ensemble';
import type { Metrics, Run } from '../../contract/schemas/runs';
import { cleaningFile } from '../../engine/protocol';
import { newId, unfinishedPrefix, type Project } from '../../workspace';
import type { House } from '../house';
import { openModel, type Model } from './model-folder';
import { part, type Work } from './work';

const refused = (message: string, expected: string, received: string, next: string): StrongroomError =>
  new StrongroomError('ENSEMBLE_UNSUITABLE', message, { expected, received, next });

/** Throws ENSEMBLE_UNSUITABLE, naming the first run that does not fit the others, and why. */
export function requireJoinable(runs: readonly Run[]): void {
  const [first, ...others] = runs;
  if (first === undefined || others.length === 0 || runs.length > mostMembers) {
    throw refused(
      'An ensemble joins several runs.',
      `2 to ${String(mostMembers)} runs`,
      String(runs.length),
      'Choose other runs.',
    );
  }
  for (const other of others) {
    const both = `${first.name} and ${other.name}`;
    if (other.target !== first.target)
      throw refused(
        `${both} predict different columns.`,
        first.target,
        other.target,
        'Join runs of one column.',
      );
    if (other.task !== first.task)
      throw refused(
        `${both} answer with different things.`,
        first.task,
        other.task,
        'Join runs of one task.',
      );
    if (JSON.stringify(other.classes) !== JSON.stringify(first.classes)) {
      throw refused(
        `${both} know different classes.`,
        (first.classes ?? []).join(', '),
        (other.classes ?? []).join(', '),
        'Join runs of the same data and split.',
      );
    }
    if (other.fingerprint !== first.fingerprint) {
      throw refused(
        `${both} were trained on different data, so that what tests one may have trained the other.`,
        first.datasetName,
        other.datasetName,
        'Join runs of one data set.',
      );
    }
    if (JSON.stringify(other.recipe.cleaning) !== JSON.stringify(first.recipe.cleaning)) {
      throw refused(
        `${both} clean the data in different ways, and one model can clean in one way only.`,
        `${String(first.recipe.cleaning.length)} steps`,
        `${String(other.recipe.cleaning.length)} steps, not the same`,
        'Join runs with the same cleaning steps.',
      );
    }
  }
}

function columnsOf(runs: readonly Run[]): Column[] {
  const columns = new Map<string, Column>();
  for (const column of runs.flatMap((run) => run.columns))
    if (!columns.has(column.name)) columns.set(column.name, column);
  return [...columns.values()];
}

/** The mean of what the members scored on their own validation rows, where there is nothing better. */
function meanMetrics(all: readonly Metrics[]): Metrics {
  const mean = (of: (metrics: Metrics) => number | null): number => {
    const values = all.flatMap((metrics) => of(metrics) ?? []);
    return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  };
  const [first] = all;
  return first !== undefined && 'accuracy' in first
    ? {
        accuracy: mean((m) => ('accuracy' in m ? m.accuracy : null)),
        f1: mean((m) => ('accuracy' in m ? m.f1 : null)),
        roc_auc: first.roc_auc === null ? null : mean((m) => ('accuracy' in m ? m.roc_auc : null)),
        log_loss: mean((m) => ('accuracy' in m ? m.log_loss : null)),
      }
    : {
        rmse: mean((m) => ('rmse' in m ? m.rmse : null)),
        mae: mean((m) => ('rmse' in m ? m.mae : null)),
        r2: mean((m) => ('rmse' in m ? m.r2 : null)),
      };
}

const validationUnknown: Warning = {
  code: 'VALIDATION_OF_MEMBERS',
  message:
    'The validation scores are the mean of those of the runs that were joined: they validated on different rows.',
};

/** A name that tells how and what, however many there are. */
function nameOf(runs: readonly Run[], method: EnsembleMethod): string {
  const names = runs.map(({ name }) => name);
  const told = names.length <= 3 ? names.join(', ') : `${String(names.length)} runs`;
  return `${method === 'average' ? 'Average' : 'Stack'} of ${told}`.slice(0, 120);
}

/**
 * Joins runs of a project into one model, which is a run of the project like any other and holds copies of what it
 * needs. Throws RUN_NOT_FOUND, ENSEMBLE_UNSUITABLE.
 */
export async function joinRuns(
  house: House,
  project: Project,
  ids: readonly RunId[],
  method: EnsembleMethod,
  work: Work,
): Promise<Run> {
  const started = performance.now();
  const models: Model[] = [];
  for (const id of new Set(ids)) models.push(await openModel(project.runs.path(id)));
  const runs = models.map(({ run }) => run);
  requireJoinable(runs);
  const [first] = models;
  if (first === undefined) throw new StrongroomError('INTERNAL', 'There is no run to join.');
  const id = runIdSchema.parse(newId());
  const folder = join(project.path, 'runs', `${unfinishedPrefix}${id}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const members = models.map((model) => model.folder);
    const { seed } = first.run;
    const joined = await house.engine.run(
      'join',
      { members, method, directory: folder, seed, decision: first.run.recipe.decision },
      part(work, 0, 1, 'Joining'),
    );
    const cleaning = join(first.folder, cleaningFile);
    if (existsSync(cleaning)) await copyFile(cleaning, join(folder, cleaningFile));
    const seconds = (performance.now() - started) / 1000;
    const columns = columnsOf(runs);
    const run: Run = {
      ...first.run,
      id,
      name: nameOf(runs, method),
      tags: [],
      note: '',
      repeats: undefined,
      folds: undefined,
      stopReason: undefined,
      createdAt: new Date().toISOString(),
      ensemble: {
        method,
        members: runs.map((run_, index) => ({
          run: run_.id,
          name: run_.name,
          weight: joined.weights[index] ?? 0,
        })),
      },
      columns,
      inputs: columns
        .map(({ name }) => name)
        .filter((name) => runs.some(({ inputs }) => inputs.includes(name))),
      metrics: {
        validation: joined.validation ?? meanMetrics(runs.map(({ metrics }) => metrics.validation)),
        test: joined.evaluation.metrics,
      },
      evaluation: joined.evaluation,
      decision: joined.decision,
      history: [],
      bestEpoch: 0,
      parameters: joined.parameters,
      device: 'cpu',
      hardware: null,
      runtime: 'reference',
      rowsPerSecond: 0,
      deviceTimings: [],
      seconds: { import: 0, prepare: 0, train: seconds, total: seconds },
      versions: { strongroom: house.options.version, ...joined.versions },
      warnings: [...joined.warnings, ...(joined.validation === null ? [validationUnknown] : [])],
    };
    await project.runs.adopt(folder, run);
    return run;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
