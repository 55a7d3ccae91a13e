import { countOf, embeddedWidth, layerDefinitions, layerName, tableInputs, withParts } from '../network';
import type { Encoding, NetworkContext, NewPart, TableColumn } from '../network';
import { requireNetwork } from '../network/inspect';
import type { LayerFacts } from '../network/inspect';
import { networkOf } from '../network/presets';
import type { Plan, Recipe, Task } from '../schemas/recipe';

/**
 * Rows a step when the recipe leaves it open: small tables need many steps, large ones speed. TabArena's choice
 * for TabM: 32 below 2,800 rows, then 64, 128, 256, and 512 from 32,000.
 */
export function defaultBatchSize(rows: number): number {
  if (rows < 2_800) return 32;
  if (rows < 4_500) return 64;
  if (rows < 6_400) return 128;
  return rows < 32_000 ? 256 : 512;
}

/** Outputs of the network: one for a number or for two classes, else one a class. */
export function outputUnits(task: Task, classes: number): number {
  return task === 'multiclass' ? classes : 1;
}

/** What is known of an input column before its features are fitted. */
export interface PlannedColumn {
  name: string;
  /** How many numbers the network sees for it. */
  width: number;
  /** How many of its numbers training learns; 0 unless it is ids of categories. */
  learned: number;
  /** Of numbers: what their columns hold. */
  encoding?: Encoding | undefined;
  /** Whether the last number marks missing values. */
  flagged?: boolean | undefined;
}

/** What a network takes beside the table, as far as is known before fitting. */
export type PlannedPart = NewPart;

/** What a network would have to fit, as far as can be told before fitting. */
export function plannedContext(
  columns: readonly PlannedColumn[],
  task: Task,
  classes: number,
  parts: readonly PlannedPart[] = [],
): NetworkContext {
  let place = 0;
  const at = (width: number): { place: number; width: number } => {
    place += width;
    return { place: place - width, width };
  };
  const table = columns.flatMap(({ name, width, learned, encoding, flagged = false }): TableColumn[] => {
    if (learned > 0) {
      return [{ name, ...at(1), encoding: 'ids', categories: learned / width, embedding: width }];
    }
    const usual = width === 1 ? 'number' : 'other';
    if (!flagged) return [{ name, ...at(width), encoding: encoding ?? usual }];
    return [
      { name, ...at(width - 1), encoding: encoding ?? usual },
      { name, ...at(1), encoding: 'other' },
    ];
  });
  return { inputs: withParts(tableInputs(table), parts), outputs: outputUnits(task, classes) };
}

const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;

const outputDetails: Record<Task, string> = {
  regression: 'the predicted number',
  binary: 'sigmoid: the probability of one of two classes',
  multiclass: 'softmax: a probability for each class',
};

/** Layers that only change values: they are told with the layer before them. */
const folded = new Set(['activation', 'leakyRelu', 'dropout', 'gaussianNoise', 'columnEmbedding']);

function ownDetail({ layer, sizes }: LayerFacts, task: Task): string {
  if (layer.kind === 'output') return outputDetails[task];
  if (layer.kind === 'input') return `${plural(countOf(sizes ?? []), 'number')} a row`;
  return layerDefinitions[layer.kind].describe(layer);
}

/** The layers that the recipe's network would have, with their parameters. Throws NETWORK_INVALID. */
export function planLayers(
  recipe: Pick<Recipe, 'model'>,
  context: NetworkContext,
  task: Task,
): Plan['layers'] {
  const rows = new Map<string, Plan['layers'][number]>();
  /** The row that a folded layer is told in. */
  const rowOf = new Map<string, string>();
  for (const facts of requireNetwork(networkOf(recipe.model, context), context)) {
    const { layer, sizes, parameters } = facts;
    const [before = ''] = layer.inputs;
    const row = rows.get(rowOf.get(before) ?? '');
    if (folded.has(layer.kind) && row !== undefined) {
      rowOf.set(layer.id, rowOf.get(before) ?? '');
      const words = layerDefinitions[layer.kind].describe(layer);
      const hasWords = row.kind === 'dense' && row.detail.endsWith('units') ? '' : `${row.detail}, `;
      row.detail = `${hasWords}${words}`;
      row.parameters += parameters;
      row.units = countOf(sizes ?? []);
    } else {
      rowOf.set(layer.id, layer.id);
      rows.set(layer.id, {
        name: layerName(layer),
        kind: layer.kind,
        units: countOf(sizes ?? []),
        parameters,
        detail: ownDetail(facts, task),
      });
    }
  }
  return [...rows.values()];
}

/** How wide the table of a context is once ids have become numbers. */
export const plannedWidth = ({ inputs }: NetworkContext): number =>
  inputs.parts.reduce(
    (sum, { kind, columns, sizes }) => sum + (kind === 'table' ? embeddedWidth(columns) : countOf(sizes)),
    0,
  );
