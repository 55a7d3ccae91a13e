import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { version_core } from '@tensorflow/tfjs-core';
import { version_layers } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../contract/errors';
import type { Warning } from '../../contract/schemas/common';
import type { Metrics } from '../../contract/schemas/runs';
import { readFrame, writeFrame } from '../data/frame';
import type { Frame, FrameColumn } from '../data/frame';
import { memorySource } from '../data/frame-source';
import { writeWhole } from '../data/write-whole';
import { metricsOf, scoredRows } from '../evaluate/evaluation';
import { withDecision } from '../features/decision';
import { rowColumn } from '../features/folds';
import type { Fitted } from '../features/fitted';
import { startTensors } from '../features/tensors';
import { joinModels } from '../model/ensemble/join';
import type { Stack } from '../model/ensemble/join';
import { loadModel } from '../model/load';
import type { LoadedModel } from '../model/load';
import { saveModel } from '../model/save';
import { modelFiles, preparedFiles } from '../protocol';
import type { TaskHandler } from '../protocol';
import { decisionAfter, writeDecision } from './decide';
import { readHeldOut, writeHeldOut } from './held-out';
import type { HeldOut } from './held-out';
import { choiceWarning, evaluateFrame, evaluatedRows, stage } from './scoring';
import { answersOf, crossFitted, fitStack, joinedHeldOut } from './stack-rows';

const refused = (message: string, expected: string, received: string, next: string): StrongroomError =>
  new StrongroomError('ENSEMBLE_UNSUITABLE', message, { expected, received, next });

const rowsOf = ({ columns }: Frame): string => {
  const column = columns.find(({ name }) => name === rowColumn);
  return column?.kind === 'number' ? Array.from(column.values).join(',') : '';
};

/** The test rows of all members with the columns of each. Throws ENSEMBLE_UNSUITABLE where they are not the same rows. */
async function joinedTestRows(members: readonly string[]): Promise<Frame> {
  const columns = new Map<string, FrameColumn>();
  let rows = -1;
  let first = '';
  for (const folder of members) {
    const path = join(folder, preparedFiles.test);
    if (!existsSync(path)) {
      throw refused(
        'One of the runs has not kept its test rows.',
        'runs of this project',
        'a folder without them',
        'Train it again in this project.',
      );
    }
    const frame = await readFrame(path);
    const own = rowsOf(frame);
    if (rows === -1) [rows, first] = [frame.rows, own];
    if (own !== first || own === '') {
      throw refused(
        'The runs were tested on different rows: what tests one of them was learned from by another.',
        `the same ${String(rows)} test rows`,
        `${String(frame.rows)} rows, some of them others`,
        'Join runs of the same data, split and seed.',
      );
    }
    for (const column of frame.columns) {
      const known = columns.get(column.name);
      if (known !== undefined && known.kind !== column.kind) {
        throw refused(
          `The runs read the column ${column.name} as different things.`,
          known.kind,
          column.kind,
          'Join runs that treat it the same way.',
        );
      }
      columns.set(column.name, column);
    }
  }
  return { rows, columns: [...columns.values()] };
}

/** What each member said of rows that it had not seen, for the same rows in the same order; null where one cannot tell. */
async function sharedHeldOut(members: readonly string[]): Promise<HeldOut[] | null> {
  const all: HeldOut[] = [];
  for (const folder of members) {
    const held = await readHeldOut(folder);
    if (held === null) return null;
    all.push(held);
  }
  const [first] = all;
  const same = all.every(
    ({ rows }) => rows.length === first?.rows.length && rows.every((row, i) => row === first.rows[i]),
  );
  return same ? all : null;
}

function requireHeldOut(held: HeldOut[] | null): HeldOut[] {
  if (held !== null) return held;
  throw refused(
    'The runs cannot be stacked: they have not all kept answers for the same rows that none of them was trained on.',
    'runs of the same split, with the same validation rows or folds',
    'other validation rows, other folds, or a run of an earlier version',
    'Average them instead, or train them again with one split.',
  );
}

/** The scores of the joined model on rows that no member was trained on. */
function validationOf(
  fitted: Fitted,
  held: HeldOut[] | null,
  stack: Stack | null,
  seed: number,
): Metrics | null {
  const [first] = held ?? [];
  if (held === null || first === undefined) return null;
  const answers = stack === null ? answersOf(fitted, held, 'mean') : crossFitted(fitted, held, seed);
  return metricsOf(scoredRows(fitted, first.target, answers));
}

/** Joins models into one, in a folder of its own, and scores it on the test rows that they share. */
export const joinTask: TaskHandler<'join'> = async (
  { members: folders, method, directory, seed, decision: settings },
  context,
) => {
  await startTensors();
  const frame = await joinedTestRows(folders);
  const members: LoadedModel[] = [];
  let joined: LoadedModel | null = null;
  try {
    for (const folder of folders) members.push(await loadModel(folder));
    const held = await sharedHeldOut(folders);
    // Refuses what does not fit before anything is learned.
    joined = joinModels(members, null);
    let stack: Stack | null = null;
    if (method === 'stacking') {
      stack = fitStack(joined.fitted, requireHeldOut(held));
      joined.network.dispose();
      joined = joinModels(members, stack);
    }
    const { fitted, network, baseline } = joined;
    await writeWhole(join(directory, modelFiles.features), `${JSON.stringify(fitted, null, 2)}\n`);
    await writeFrame(join(directory, preparedFiles.test), frame);
    const kept = joinedHeldOut(fitted, held, stack);
    if (kept !== null) await writeHeldOut(directory, [kept]);
    const { decision, warnings: decided } = decisionAfter(fitted, kept, settings, seed);
    await writeDecision(directory, decision);
    const final = { ...joined, fitted: withDecision(fitted, decision) };
    const source = memorySource(frame);
    const test = evaluatedRows(fitted, source, seed);
    const evaluation = await evaluateFrame(final, test, seed, {
      predict: stage(context, 'Joining', 'Scoring rows that no model has seen', 0.1, 0.3),
      explain: stage(context, 'Joining', 'Measuring what each column adds', 0.3, 1),
    });
    await saveModel(directory, fitted, network, baseline);
    const warnings: Warning[] = [...decided, ...choiceWarning('test', frame.rows, test.rows)];
    return {
      weights: stack?.weights.slice() ?? members.map(() => 1 / members.length),
      validation: validationOf(fitted, held, stack, seed),
      evaluation,
      ...(decision === null ? {} : { decision }),
      parameters: network.countParams(),
      warnings,
      versions: { 'tfjs-core': version_core, 'tfjs-layers': version_layers, node: process.versions.node },
    };
  } finally {
    joined?.network.dispose();
    for (const { network } of members) network.dispose();
  }
};
