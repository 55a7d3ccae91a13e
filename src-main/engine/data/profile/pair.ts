import { StrongroomError } from '../../../contract/errors';
import type { Pair } from '../../../contract/schemas/analysis';
import type { Profile } from '../../../contract/schemas/data';
import type { Database } from '../database';
import { ascendingOf, quantileOf } from './bins';
import { contingencyOf } from './contingency';
import { readSample } from './sample';
import type { SampleColumn } from './sample';

const mostPoints = 2_000;
const mostGroups = 12;

function scatter(x: Float64Array, y: Float64Array): Pair {
  const both = Array.from(x.keys()).filter((row) => !Number.isNaN(x[row]) && !Number.isNaN(y[row]));
  const every = Math.max(1, Math.ceil(both.length / mostPoints));
  const points = both
    .filter((_, i) => i % every === 0)
    .map((row): [number, number] => [x[row] ?? 0, y[row] ?? 0]);
  return { kind: 'scatter', rows: both.length, points };
}

function boxes(number: SampleColumn, words: SampleColumn): Pair {
  let rows = 0;
  const groups = words.labels.slice(0, mostGroups).flatMap((label, code) => {
    const values = ascendingOf(
      (number.values ?? new Float64Array()).filter((_, row) => words.codes?.[row] === code),
    );
    if (values.length === 0) return [];
    rows += values.length;
    const at = (q: number): number => quantileOf(values, q);
    return [
      {
        label,
        rows: values.length,
        minimum: at(0),
        lowerQuartile: at(0.25),
        median: at(0.5),
        upperQuartile: at(0.75),
        maximum: at(1),
      },
    ];
  });
  return { kind: 'boxes', rows, number: number.name, groups };
}

/** The most frequent categories one by one, all others together. */
function grouped({ labels }: SampleColumn): string[] {
  return labels.length <= mostGroups ? [...labels] : [...labels.slice(0, mostGroups - 1), 'others'];
}

function mosaic(x: SampleColumn, y: SampleColumn): Pair {
  const xLabels = grouped(x);
  const yLabels = grouped(y);
  const counts = new Float64Array(xLabels.length * yLabels.length);
  for (let row = 0; row < (x.codes?.length ?? 0); row++) {
    const i = x.codes?.[row] ?? -1;
    const j = y.codes?.[row] ?? -1;
    if (i < 0 || j < 0) continue;
    const place = Math.min(i, xLabels.length - 1) * yLabels.length + Math.min(j, yLabels.length - 1);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const table = contingencyOf(counts, xLabels.length, yLabels.length);
  return {
    kind: 'mosaic',
    rows: table.total,
    xLabels,
    yLabels,
    counts: xLabels.map((_, i) => [...counts.slice(i * yLabels.length, (i + 1) * yLabels.length)]),
  };
}

/** Two columns side by side: dots of two numbers, a box for each category of words and a number, counts of two words. */
export async function pairOf(
  database: Database,
  relation: string,
  profile: Profile,
  [x, y]: readonly [string, string],
): Promise<Pair> {
  const summaries = [x, y].map((name) => {
    const found = profile.columns.find((column) => column.name === name);
    if (found !== undefined) return found;
    throw new StrongroomError('BAD_REQUEST', `There is no column "${name}" in this table.`, {
      expected: 'a column of the table',
      received: name,
      next: 'Choose another column.',
    });
  });
  const sample = await readSample(database, relation, profile.rows, summaries);
  const [first, second] = sample.columns;
  if (first === undefined || second === undefined) throw new Error('A sample lacks its columns.');
  if (first.values !== null && second.values !== null) return scatter(first.values, second.values);
  if (first.values !== null) return boxes(first, second);
  return second.values !== null ? boxes(second, first) : mosaic(first, second);
}
