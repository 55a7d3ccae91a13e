import { resolve } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import { incomparable, standingsOf, testScore, testedApart, valuesByPath } from '../../../contract/planning';
import { changeTags, runMarksSchema, type RunMarks } from '../../../contract/schemas/run-marks';
import type { Run } from '../../../contract/schemas/runs';
import {
  findRun,
  listRuns,
  markFound,
  openProjectOf,
  repeatFile,
  repeatInProject,
} from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { formatMetrics, formatNumber, formatTable, formatWarnings, paragraphs } from '../text';

export interface RunsFlags {
  project?: string;
  workspace?: string;
}

const rootOf = ({ workspace }: RunsFlags): string | null =>
  workspace === undefined ? null : resolve(workspace);

/** What `--json` tells of a run in a list. */
const brief = ({
  id,
  name,
  tags,
  note,
  createdAt,
  target,
  task,
  metrics,
  rows,
  datasetName,
  device,
  seed,
  fingerprint,
  ensemble,
}: Run) => ({
  id,
  name,
  tags,
  note,
  created_at: createdAt,
  target,
  task,
  metrics,
  rows,
  dataset: datasetName,
  fingerprint,
  device,
  seed,
  ...(ensemble === undefined ? {} : { ensemble }),
});

const headline = (run: Run): string => {
  const name = 'accuracy' in run.metrics.test ? 'accuracy' : 'r2';
  return `${name} ${formatNumber(testScore(run, name))}`;
};

/** `runs list`: the runs of a project, newest first. */
export const listCommand = (
  flags: RunsFlags & { bin?: true; tag?: string },
  terminal: Terminal,
): Promise<Outcome> =>
  withHouse(
    terminal,
    async (house) => {
      const { project, runs: all, warnings } = await listRuns(house, flags.project, flags.bin === true);
      const { tag } = flags;
      const runs =
        tag === undefined ? all : all.filter(({ tags }) => changeTags(tags, [], [tag]).length < tags.length);
      const where = `${flags.bin === true ? 'the bin of ' : ''}${project.name}`;
      const table = formatTable([
        ['id', 'name', 'predicts', 'test score', 'trained', 'tags'],
        ...runs.map((run) => [
          run.id,
          run.name,
          run.target,
          headline(run),
          run.createdAt.slice(0, 16),
          run.tags.join(', '),
        ]),
      ]);
      return {
        document: { project, runs: runs.map(brief), warnings },
        text: paragraphs(
          runs.length === 0 ? `There are no runs in ${where}.` : `${where}\n${table}`,
          formatWarnings(warnings),
        ),
      };
    },
    rootOf(flags),
  );

/** `runs show RUN`: all that is known of one. */
export const showCommand = (what: string, flags: RunsFlags, terminal: Terminal): Promise<Outcome> =>
  withHouse(
    terminal,
    async (house) => {
      const { run, folder, project } = await findRun(house, what, flags.project);
      const { test } = run.metrics;
      const versions = Object.entries(run.versions).map(([name, version]) => `${name} ${version}`);
      const facts = [
        ['run', run.id],
        ['folder', folder],
        ['predicts', `${run.target} (${run.task})`],
        ['data', `${run.datasetName}, fingerprint ${run.fingerprint}`],
        [
          'rows',
          `${String(run.rows.train)} train, ${String(run.rows.validation)} validate, ${String(run.rows.test)} test`,
        ],
        ['seed', String(run.seed)],
        ['device', `${run.device} (${run.runtime})`],
        ['epochs', `${String(run.history.length)}, best ${String(run.bestEpoch)}`],
        ['versions', versions.join(', ')],
        ...(run.tags.length > 0 ? [['tags', run.tags.join(', ')]] : []),
        ...(run.ensemble === undefined
          ? []
          : [
              [
                'joins',
                run.ensemble.members
                  .map(({ name, weight }) => `${name} x ${formatNumber(weight)}`)
                  .join(', '),
              ],
            ]),
      ];
      return {
        document: { project, folder, run },
        text: paragraphs(
          `${run.name}\n${formatTable(facts)}`,
          run.note,
          `On the test rows:\n${formatMetrics(test, run.evaluation.baseline)}`,
          formatWarnings(run.warnings),
        ),
      };
    },
    rootOf(flags),
  );

/** `runs compare RUN RUN ...`: scores side by side, and the settings in which they differ. */
export const compareCommand = (whats: string[], flags: RunsFlags, terminal: Terminal): Promise<Outcome> =>
  withHouse(
    terminal,
    async (house) => {
      if (whats.length < 2)
        throw new StrongroomError('USAGE', 'Comparing takes two or more runs.', {
          next: 'Name another run.',
        });
      const runs: Run[] = [];
      for (const what of whats) runs.push((await findRun(house, what, flags.project)).run);
      const obstacle = incomparable(runs);
      const apart = testedApart(runs);
      const names = Object.keys(runs[0]?.metrics.test ?? {});
      const scores = names.map((metric) => ({
        metric,
        values: runs.map((run) => testScore(run, metric)),
        standings: obstacle === null ? standingsOf(runs, metric) : runs.map(() => 'unknown' as const),
      }));
      const signs = { best: ' best', 'within-noise': ' ~', behind: '', unknown: '' } as const;
      const documents = runs.map(({ recipe }) => valuesByPath({ ...recipe, data: {}, shelf: [] }));
      const differences = [...new Set(documents.flatMap((map) => [...map.keys()]))]
        .map((setting) => ({ setting, values: documents.map((map) => map.get(setting) ?? null) }))
        .filter(({ values }) => new Set(values).size > 1);
      const header = ['', ...runs.map(({ name }) => name)];
      return {
        document: {
          runs: runs.map(brief),
          comparable: obstacle === null,
          same_test_rows: !apart,
          scores,
          differences,
        },
        text: paragraphs(
          obstacle ??
            (apart
              ? 'The runs were tested on different rows: a difference may come from the rows alone.'
              : ''),
          formatTable([
            header,
            ...scores.map(({ metric, values, standings }) => [
              metric,
              ...values.map((value, i) => `${formatNumber(value)}${signs[standings[i] ?? 'unknown']}`),
            ]),
          ]),
          obstacle === null
            ? '~ differs from the best by no more than other test rows would make it by chance.'
            : '',
          differences.length === 0
            ? 'Their recipes are the same.'
            : `What differs in their recipes:\n${formatTable([header, ...differences.map(({ setting, values }) => [setting, ...values.map((value) => value ?? '–')])])}`,
        ),
      };
    },
    rootOf(flags),
  );

function checked(marks: RunMarks): RunMarks {
  const parsed = runMarksSchema.safeParse(marks);
  if (parsed.success) return parsed.data;
  throw new StrongroomError('USAGE', 'The name, tag or note is too long, empty, or there are too many.', {
    expected: 'a name of 1 to 120 characters, up to 20 tags of 40, a note of up to 10,000',
    received: parsed.error.issues[0]?.message ?? '',
    next: 'Use a shorter one.',
  });
}

/** `runs name`, `runs tag`, `runs note`: what a person says of a run. */
export const markCommand = (
  what: string,
  change: (run: Run) => RunMarks,
  flags: RunsFlags,
  terminal: Terminal,
): Promise<Outcome> =>
  withHouse(
    terminal,
    async (house) => {
      const found = await findRun(house, what, flags.project);
      const run = await markFound(house, found, checked(change(found.run)));
      const tags = run.tags.length === 0 ? '' : `, tagged ${run.tags.join(', ')}`;
      return { document: brief(run), text: `${run.name}${tags}${run.note === '' ? '' : `\n${run.note}`}` };
    },
    rootOf(flags),
  );

/** `runs delete RUN`: into the bin of its project; `runs restore RUN`: back from it. */
export const binCommand = (
  what: string,
  restore: boolean,
  flags: RunsFlags,
  terminal: Terminal,
): Promise<Outcome> =>
  withHouse(
    terminal,
    async (house) => {
      const found = await findRun(house, what, flags.project, restore);
      const { runs } = await openProjectOf(house, found);
      await (restore ? runs.restore(found.run.id) : runs.remove(found.run.id));
      return {
        document: { id: found.run.id, name: found.run.name, in_bin: !restore },
        text: restore
          ? `${found.run.name} is back.`
          : `${found.run.name} is in the bin. To take it back: strongroom runs restore ${found.run.id}`,
      };
    },
    rootOf(flags),
  );

/** `runs repeat RUN`: trains it again exactly, and says whether the scores are the same. */
export const repeatCommand = (
  what: string,
  flags: RunsFlags & { data?: string; out?: string },
  terminal: Terminal,
): Promise<Outcome> =>
  withHouse(
    terminal,
    async (house, work) => {
      const found = await findRun(house, what, flags.project);
      const { run, notes } =
        found.project === null
          ? await repeatFile(house, found.run, flags, work)
          : await repeatInProject(house, await openProjectOf(house, found), found.run, work);
      const same = JSON.stringify(run.metrics) === JSON.stringify(found.run.metrics);
      return {
        document: { same_scores: same, before: brief(found.run), run: brief(run), warnings: notes },
        text: paragraphs(
          same
            ? `Every score of ${found.run.name} came out the same.`
            : `The scores differ from those of ${found.run.name}.`,
          formatTable([
            ['', found.run.name, 'again'],
            ...Object.keys(run.metrics.test).map((metric) => [
              metric,
              formatNumber(testScore(found.run, metric)),
              formatNumber(testScore(run, metric)),
            ]),
          ]),
          formatWarnings(notes),
        ),
        failed: !same,
      };
    },
    rootOf(flags),
  );
