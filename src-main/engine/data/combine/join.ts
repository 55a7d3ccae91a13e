import { StrongroomError } from '../../../contract/errors';
import type { Combination, Join } from '../../../contract/schemas/combine';
import { numeric, type Database } from '../database';
import { sqlType } from '../importers/forms';
import { identifier, literal } from '../sql';
import { familyOf, reconciled, sameName, untaken, type CombinedColumn, type Part } from './part';

export interface JoinPlan {
  /** SQL of the keys of each side, in types that compare. */
  keys: { left: string; right: string }[];
  columns: CombinedColumn[];
  /** Columns of the second data set with the names they get. */
  added: { from: string; name: string }[];
}

function columnIn(part: Part, name: string): Part['columns'][number] {
  const column = part.columns.find((own) => own.name === name);
  if (column !== undefined) return column;
  throw new StrongroomError('COMBINE_UNSUITABLE', `${part.name} has no column "${name}".`, {
    expected: 'a column of the data set as the key',
    received: name,
    next: 'Choose another column as the key.',
  });
}

/** What is compared and which columns come of it. Throws COMBINE_UNSUITABLE. */
export function planJoin(left: Part, right: Part, { keys }: Join): JoinPlan {
  const compared = keys.map((key) => {
    const [a, b] = [columnIn(left, key.left), columnIn(right, key.right)];
    if (familyOf(a.type) !== familyOf(b.type)) {
      throw new StrongroomError(
        'COMBINE_UNSUITABLE',
        `The keys "${a.name}" and "${b.name}" are of different types, so that no values are equal.`,
        {
          expected: `${b.name} of the type ${a.type}`,
          received: b.type,
          next: `Choose other keys, or read one of the files in another way so that both have one type.`,
        },
      );
    }
    const type = sqlType(reconciled([a.type, b.type]));
    const of = (name: string): string => `CAST(${identifier(name)} AS ${type})`;
    return { left: of(a.name), right: of(b.name) };
  });
  const columns: CombinedColumn[] = left.columns.map(({ name, type }) => {
    const key = keys.find((pair) => pair.left === name);
    const other = right.columns.find((column) => column.name === key?.right);
    return { name, type, types: [type, other?.type ?? null] };
  });
  const added: JoinPlan['added'] = [];
  for (const { name: from, type } of right.columns) {
    if (keys.some((key) => key.right === from)) continue;
    const isTaken = columns.some(({ name }) => sameName(name, from));
    const name = untaken(isTaken ? `${from} (${right.name})` : from, columns);
    columns.push({ name, type, types: [null, type] });
    added.push({ from, name });
  }
  return { keys: compared, columns, added };
}

const named = (sides: readonly string[]): string =>
  sides.map((sql, i) => `${sql} AS k${String(i)}`).join(', ');
const keyNames = (plan: JoinPlan): string[] => plan.keys.map((_, i) => `k${String(i)}`);

/** How the keys of two data sets meet. */
export async function matchesOf(
  database: Database,
  left: Part,
  right: Part,
  plan: JoinPlan,
): Promise<NonNullable<Combination['matches']>> {
  const names = keyNames(plan);
  const isPresent = names.map((name) => `${name} IS NOT NULL`).join(' AND ');
  const example = names.map((name) => `CAST(${name} AS VARCHAR)`).join(', ');
  const grouped = (part: Part, sides: string[]): string =>
    `SELECT ${names.join(', ')}, count(*) AS n FROM (SELECT ${named(sides)} FROM read_parquet(${literal(part.parquet)})) WHERE ${isPresent} GROUP BY ${names.join(', ')}`;
  const [row = {}] = await database.rows(
    `WITH l AS (${grouped(
      left,
      plan.keys.map((key) => key.left),
    )}), r AS (${grouped(
      right,
      plan.keys.map((key) => key.right),
    )}) SELECT ` +
      `(SELECT coalesce(sum(l.n), 0)::DOUBLE FROM l SEMI JOIN r USING (${names.join(', ')})) AS left_matched, ` +
      `(SELECT coalesce(sum(r.n), 0)::DOUBLE FROM r SEMI JOIN l USING (${names.join(', ')})) AS right_matched, ` +
      `(SELECT count(*)::DOUBLE FROM r WHERE n > 1) AS repeated, ` +
      `(SELECT min(concat_ws(', ', ${example})) FROM r WHERE n > 1) AS example`,
  );
  return {
    leftRows: left.rows,
    leftMatched: numeric(row['left_matched']),
    rightRows: right.rows,
    rightMatched: numeric(row['right_matched']),
    repeatedKeys: numeric(row['repeated']),
    repeatedExample: typeof row['example'] === 'string' ? row['example'] : null,
  };
}

/** Throws COMBINE_UNSUITABLE when the keys do not meet as was asked for. */
export function requireMatches(
  right: Part,
  { duplicates, type }: Join,
  { repeatedKeys, repeatedExample, leftMatched }: NonNullable<Combination['matches']>,
): void {
  if (repeatedKeys > 0 && duplicates === 'refuse') {
    throw new StrongroomError(
      'COMBINE_UNSUITABLE',
      `${String(repeatedKeys)} ${repeatedKeys === 1 ? 'key occurs' : 'keys occur'} more than once in ${right.name}.`,
      {
        expected: 'one row for each key',
        received: `several rows for ${repeatedExample ?? 'a key'}`,
        next: 'Choose to take the first row of each key, choose more columns as the key, or sum up the rows of that file first.',
      },
    );
  }
  if (leftMatched === 0 && type === 'inner') {
    throw new StrongroomError(
      'COMBINE_UNSUITABLE',
      'No row has a counterpart, so that no row would be left.',
      {
        expected: 'keys that occur in both data sets',
        next: 'Choose other columns as the key.',
      },
    );
  }
}

/** SQL of the joined rows, in the order of the first data set; of a repeated key the first row of the second. */
export function joinSql(left: Part, right: Part, plan: JoinPlan, { type }: Join): string {
  const names = keyNames(plan);
  const read = (part: Part): string => `read_parquet(${literal(part.parquet)}, file_row_number = true)`;
  const rightValues = plan.added.map(({ from }, i) => `${identifier(from)} AS v${String(i)}`);
  const once =
    `SELECT ${[named(plan.keys.map((key) => key.right)), ...rightValues].join(', ')} FROM ${read(right)} ` +
    `QUALIFY row_number() OVER (PARTITION BY ${names.join(', ')} ORDER BY file_row_number) = 1`;
  const sides = `SELECT *, ${named(plan.keys.map((key) => key.left))} FROM ${read(left)}`;
  const on = names.map((name) => `l.${name} = r.${name}`).join(' AND ');
  const values = [
    ...left.columns.map(({ name }) => `l.${identifier(name)} AS ${identifier(name)}`),
    ...plan.added.map(({ name }, i) => `r.v${String(i)} AS ${identifier(name)}`),
  ];
  return `SELECT ${values.join(', ')} FROM (${sides}) AS l ${type.toUpperCase()} JOIN (${once}) AS r ON ${on} ORDER BY l.file_row_number`;
}
