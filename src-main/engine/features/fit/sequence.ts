import { columnsInOrder } from '../../../contract/planning';
import type { NumberTransform, TransformOf } from '../../../contract/schemas/features';
import type { SequenceChannel, SequenceSettings } from '../../../contract/schemas/sequences';
import type { Database } from '../../data/database';
import { identifier } from '../../data/sql';
import { frameExpression } from '../columns';
import type { NumberFeature } from '../fitted';
import { fitNumbers, type TrainingRows } from './numbers';

/** All values of a channel below one another, under its name. @param rows what follows FROM. */
function below({ name, columns }: SequenceChannel, rows: string): string {
  const values = columns.map((column) => frameExpression({ name: column, kind: 'number' }));
  return `(SELECT unnest([${values.join(', ')}]) AS ${identifier(name)} FROM ${rows})`;
}

/**
 * Fits the channels of a sequence, each over all of its steps in the training rows: one scaling a channel, so that the
 * shape over time stays. @returns one feature a column, step after step; where a channel has missing values, every step
 * of it has a flag.
 */
export async function fitSequence(
  database: Database,
  rows: TrainingRows,
  sequence: SequenceSettings,
  seed: number,
): Promise<NumberFeature[]> {
  const choice: TransformOf<NumberTransform> = { transform: sequence.scaling };
  const fitted = new Map<string, NumberFeature>();
  for (const channel of sequence.channels) {
    const from = { all: below(channel, rows.all), sample: below(channel, rows.sample) };
    const [feature] = await fitNumbers(database, from, [{ name: channel.name, choice }], seed);
    if (feature === undefined) continue;
    for (const column of channel.columns) fitted.set(column, { ...feature, column });
  }
  return columnsInOrder(sequence).flatMap((column) => fitted.get(column) ?? []);
}
