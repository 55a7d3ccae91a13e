import { StrongroomError } from '../errors';
import { tablePart } from '../network/inputs';
import type { ColumnSummary, ColumnType } from '../schemas/data';
import type { FeatureSettings } from '../schemas/features';
import type { SequenceSettings } from '../schemas/sequences';

/** Where a column stands in a sequence. */
export interface SequencePlace {
  sequence: SequenceSettings;
  channel: string;
  /** From 0. */
  step: number;
}

/** The sequence that each grouped column belongs to, by the name of the column. */
export function sequencePlaces({
  sequences,
}: Pick<FeatureSettings, 'sequences'>): Map<string, SequencePlace> {
  return new Map(
    sequences.flatMap((sequence) =>
      sequence.channels.flatMap(({ name, columns }) =>
        columns.map((column, step) => [column, { sequence, channel: name, step }] as const),
      ),
    ),
  );
}

/** How many steps a sequence has. */
export const stepsOf = ({ channels }: Pick<SequenceSettings, 'channels'>): number =>
  channels[0]?.columns.length ?? 0;

/** The columns of a sequence as a network takes them: step after step, in each the channels in order. */
export const columnsInOrder = ({ channels }: Pick<SequenceSettings, 'channels'>): string[] =>
  Array.from({ length: stepsOf({ channels }) }, (_, step) =>
    channels.flatMap(({ columns }) => columns[step] ?? []),
  ).flat();

const unsuitable = (message: string, expected: string, received: string, next: string): StrongroomError =>
  new StrongroomError('SEQUENCE_UNSUITABLE', message, { expected, received, next });

function requireShape({ name, channels }: SequenceSettings): void {
  const steps = stepsOf({ channels });
  const odd = channels.find(({ columns }) => columns.length !== steps);
  if (odd === undefined) return;
  throw unsuitable(
    `The channels of the sequence ${name} are not of one length.`,
    `${String(steps)} columns, as ${channels[0]?.name ?? ''} has`,
    `${odd.name} has ${String(odd.columns.length)}`,
    'Give each channel a column for every step.',
  );
}

/**
 * Throws SEQUENCE_UNSUITABLE where columns cannot be steps of a sequence.
 * @param typeOf the type of a column as the recipe has it; undefined when there is no such column.
 */
export function requireSequences(
  { features, target }: { features: Pick<FeatureSettings, 'sequences'>; target: string | null },
  typeOf: (name: string) => ColumnType | undefined,
): void {
  const names = new Set<string>([tablePart]);
  const seen = new Map<string, string>();
  for (const sequence of features.sequences) {
    const { name } = sequence;
    if (names.has(name) || typeOf(name) === 'text') {
      const next = 'Give each sequence a name of its own.';
      throw unsuitable(`Two inputs are called ${name}.`, 'another name', name, next);
    }
    names.add(name);
    requireShape(sequence);
    for (const column of columnsInOrder(sequence)) {
      const type = typeOf(column);
      const before = seen.get(column);
      const next = `Take it out of the sequence ${name}.`;
      if (type === undefined) {
        const what = `The data has no column ${column}, which the sequence ${name} needs.`;
        throw unsuitable(what, 'a column of the data', column, next);
      }
      if (type !== 'integer' && type !== 'decimal') {
        const what = `${column} cannot be a step of the sequence ${name}.`;
        throw unsuitable(what, 'a column of numbers', `a column of the type ${type}`, next);
      }
      if (column === target) {
        const what = `${column} is to be predicted, and a step of the sequence ${name}.`;
        throw unsuitable(what, 'a column to learn from', 'the one to predict', next);
      }
      if (before !== undefined) {
        const what = `${column} is a step twice.`;
        throw unsuitable(what, 'each column in one place', `${before} and ${name}`, next);
      }
      seen.set(column, name);
    }
  }
}

/** The channels of a sequence in which some row lacks a value: each has a flag a step that says so. */
export function flaggedChannels(
  { channels }: Pick<SequenceSettings, 'channels'>,
  columns: readonly Pick<ColumnSummary, 'name' | 'missing'>[],
): Set<string> {
  const missing = new Set(columns.filter((column) => column.missing > 0).map(({ name }) => name));
  return new Set(
    channels.filter((channel) => channel.columns.some((name) => missing.has(name))).map(({ name }) => name),
  );
}
