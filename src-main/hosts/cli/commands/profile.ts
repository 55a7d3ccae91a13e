import { basename, resolve } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import type { Dataset, Profile, Reading, RejectedRow } from '../../../contract/schemas/data';
import {
  analyseTable,
  compareTables,
  importDataset,
  writeJson,
  type House,
  type Table,
  type Work,
} from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { readingFrom, requireSettled, type ReadingFlags } from '../reading-options';
import { formatUnreadable, formatWarnings, paragraphs } from '../text';
import { analysisParts, findingWarnings } from './profile-document';
import { analysisText, columnsText, driftText, rejectedText } from './profile-text';

/** Rows that could not be read and are shown; all are counted. */
const rejectedShown = 20;

export interface ProfileFlags extends ReadingFlags {
  saveContract?: string;
  target?: string;
  against?: string;
}

interface Read extends Table {
  dataset: Dataset;
  rejected: RejectedRow[];
}

/** The work on one file takes the part from `from` to `to` of the whole. */
const within = (work: Work, from: number, to: number): Work => ({
  signal: work.signal,
  report: (fraction, detail) => work.report(fraction === null ? null : from + fraction * (to - from), detail),
});

async function read(house: House, path: string, reading: Partial<Reading>, work: Work): Promise<Read> {
  const file = { path: resolve(path), name: basename(path) };
  const project = await house.workspace.create(file.name);
  const dataset = await importDataset(house, project, file, { reading }, work);
  return {
    dataset,
    parquet: project.datasets.parquet(dataset.id),
    profile: await project.datasets.profile(dataset.id),
    rejected: (await project.datasets.rejected(dataset.id)).slice(0, rejectedShown),
  };
}

function requireTarget(profile: Profile, target: string | undefined): void {
  if (target === undefined || profile.columns.some(({ name }) => name === target)) return;
  throw new StrongroomError('TARGET_NOT_FOUND', `There is no column "${target}" in the file.`, {
    expected: `one of ${profile.columns
      .slice(0, 20)
      .map(({ name }) => name)
      .join(', ')}`,
    received: target,
    next: 'Write --target with the name of a column.',
  });
}

/** `profile DATA`: what is in a file, what belongs together in it, what would mislead, and how a later one differs. */
export async function profile(data: string, flags: ProfileFlags, terminal: Terminal): Promise<Outcome> {
  const reading = await readingFrom(flags);
  const { table, analysis, drift } = await withHouse(terminal, async (house, work) => {
    const first = await read(house, data, reading, within(work, 0, 0.4));
    requireTarget(first.profile, flags.target);
    const found = await analyseTable(house, first, flags.target ?? null, within(work, 0.4, 0.7));
    if (flags.against === undefined) return { table: first, analysis: found, drift: null };
    const second = await read(house, flags.against, reading, within(work, 0.7, 0.9));
    const differences = await compareTables(house, first, second, within(work, 0.9, 1));
    return { table: first, analysis: found, drift: differences };
  });
  const { dataset, profile: summary, rejected } = table;
  requireSettled(flags.strict, dataset.warnings);
  if (flags.saveContract !== undefined) await writeJson(resolve(flags.saveContract), dataset.reading);
  return {
    document: {
      file: resolve(data),
      bytes: dataset.source.bytes,
      fingerprint: dataset.fingerprint,
      reading: dataset.reading,
      rows: dataset.rows,
      rejected_rows: dataset.rejectedRows,
      bad_rows: dataset.rejectedRows,
      rejected,
      unreadable: dataset.unreadable ?? [],
      columns: summary.columns,
      warnings: [...dataset.warnings, ...findingWarnings(analysis)],
      ...analysisParts(analysis),
      ...(drift === null ? {} : { drift }),
    },
    text: paragraphs(
      `${basename(data)}: ${String(dataset.rows)} rows, ${String(dataset.columns.length)} columns, ${dataset.reading.encoding}, delimiter ${JSON.stringify(dataset.reading.delimiter)}.`,
      columnsText(summary),
      rejectedText(dataset.rejectedRows, rejected),
      formatWarnings(dataset.warnings),
      formatUnreadable(dataset.unreadable ?? []),
      ...analysisText(analysis),
      ...(drift === null ? [] : driftText(drift, basename(flags.against ?? ''))),
    ),
  };
}
