import { z } from 'zod';
import type { Field } from '../cleaning/fields';
import { StrongroomError } from '../errors';
import type { ErrorDetails } from '../errors';
import type { NetworkContext } from './inputs';

/** Under which layers are found in the menu. */
export const layerGroups = [
  'basic',
  'shape',
  'normalisation',
  'noise',
  'sequence',
  'convolution',
  'attention',
  'table',
  'ends',
] as const;
export type LayerGroup = (typeof layerGroups)[number];

/** The sizes of what a layer gives for one row. */
export type Sizes = readonly number[];

export interface LayerDescription<Kind extends string, Shape extends z.ZodRawShape> {
  readonly kind: Kind;
  /** As in the menu: "Dense". */
  readonly title: string;
  readonly group: LayerGroup;
  /** One sentence: what it does, or when to use it. */
  readonly purpose: string;
  readonly settings: z.ZodObject<Shape>;
  /** The controls for the settings, in order. */
  readonly fields: readonly Field<Extract<keyof Shape, string>>[];
  /** How many layers it takes values from: none for an input. */
  readonly takes: 'none' | 'one' | 'several';
  /** The settings in a few words: "64 units, relu". */
  readonly describe: (settings: z.output<z.ZodObject<Shape>>) => string;
  /** What it gives. Throws NETWORK_INVALID when it cannot take what it is given. */
  readonly output: (
    given: readonly Sizes[],
    settings: z.output<z.ZodObject<Shape>>,
    context: NetworkContext,
  ) => Sizes;
  /** How many numbers it keeps; none when left out. */
  readonly parameters?: (
    given: readonly Sizes[],
    settings: z.output<z.ZodObject<Shape>>,
    context: NetworkContext,
  ) => number;
  /** How many multiplications a row costs; left out where that is next to nothing. */
  readonly multiplications?: (
    given: readonly Sizes[],
    settings: z.output<z.ZodObject<Shape>>,
    context: NetworkContext,
  ) => number;
}

/** What every layer has beside its settings. */
const common = {
  /** Unique in the network; its weights are named after it. */
  id: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/),
  /** The layers that it takes values from, in order. */
  inputs: z.array(z.string()).max(64).default([]),
  /** Given by the person or the preset; else the title of its kind speaks for it. */
  name: z.string().max(120).nullable().default(null),
};

/** A kind of layer: its schema, and functions that take any layer of the kind. */
export function defineLayer<const Kind extends string, Shape extends z.ZodRawShape>(
  description: LayerDescription<Kind, Shape>,
) {
  const { kind, title, group, purpose, settings, fields, takes } = description;
  return {
    kind,
    title,
    group,
    purpose,
    settings,
    fields,
    takes,
    schema: settings.extend({ ...common, kind: z.literal(kind) }),
    describe: (layer: unknown): string => description.describe(settings.parse(layer)),
    output: (layer: unknown, given: readonly Sizes[], context: NetworkContext): Sizes =>
      description.output(given, settings.parse(layer), context),
    parameters: (layer: unknown, given: readonly Sizes[], context: NetworkContext): number =>
      description.parameters?.(given, settings.parse(layer), context) ?? 0,
    multiplications: (layer: unknown, given: readonly Sizes[], context: NetworkContext): number =>
      description.multiplications?.(given, settings.parse(layer), context) ?? 0,
  };
}

/** A kind of layer whose settings are not known. */
export type LayerDefinition = Omit<ReturnType<typeof defineLayer>, 'settings' | 'schema' | 'fields'> & {
  readonly fields: readonly Field<string>[];
};

/** What is wrong with a network, at one of its layers. */
export const networkInvalid = (message: string, details: ErrorDetails): StrongroomError =>
  new StrongroomError('NETWORK_INVALID', message, details);
