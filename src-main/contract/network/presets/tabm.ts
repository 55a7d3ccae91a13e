import type { NetworkContext } from '../inputs';
import { binColumns, embeddedChunks } from '../table-columns';
import { NetworkBuilder } from './builder';
import { denseBlocks } from './dense-blocks';
import { joinInputs } from './join';
import type { Preset, PresetFacts } from './preset';

/** The authors of TabM take 48 bins a number and vectors of 16 where they do not tune. */
const usual = { bins: 48, width: 16 };
/** So many columns have those; of more, each gets less, so that the work stays the same. */
const fewColumns = 25;
const least = { bins: 8, width: 4 };
/** From so many rows on an epoch is long, and fewer of them tell that there is no progress. */
const manyRows = 20_000;

/** Rows a bin at least, of all parts: with fewer, a bin is learned from chance. */
const rowsOfBin = 50;

/** Bins of a number and the length of its vector, for so much data. */
function sizesFor({ rows, columns }: PresetFacts): { bins: number; width: number } {
  const share = Math.min(1, fewColumns / Math.max(1, columns));
  const size = (name: keyof typeof usual): number => Math.max(least[name], Math.round(share * usual[name]));
  const filled = Math.max(least.bins, Math.floor(rows / rowsOfBin));
  return { bins: Math.min(size('bins'), filled), width: size('width') };
}

/**
 * Widths of what one member scales alike at the start: each column of the table, and each number of anything else.
 * @param width of what the members take.
 */
function chunksOf({ inputs }: NetworkContext, columnWidth: number): number[] {
  const columns = inputs.parts.find(({ kind }) => kind === 'table')?.columns ?? [];
  const learned = columns.map((column) =>
    column.embedding === undefined ? column : { ...column, width: column.embedding },
  );
  return embeddedChunks(learned, columnWidth);
}

/**
 * TabM-mini (Gorishniy and others, 2024, "TabM: Advancing Tabular Deep Learning with Parameter-Efficient Ensembling") over
 * piecewise-linear embeddings of numbers: members that share one perceptron, each with a scale of its own for what goes in
 * and weights of its own for what comes out.
 */
export const tabm: Preset = {
  title: 'TabM',
  purpose:
    'Many small networks in one that share most of their weights: the strongest choice for most tables.',
  uses: ['hidden', 'activation', 'dropout'],
  fields: [
    {
      control: 'number',
      name: 'members',
      label: 'Members',
      minimum: 1,
      maximum: 128,
      whole: true,
      help: 'Networks that answer together. More are steadier and slower.',
    },
    {
      control: 'number',
      name: 'columnWidth',
      label: 'Numbers a column',
      minimum: 1,
      maximum: 256,
      whole: true,
      help: 'How many learned numbers each number of the data becomes.',
    },
  ],
  recommends: (facts) => {
    const { bins, width } = sizesFor(facts);
    return {
      model: {
        hidden: [256, 256],
        activation: 'relu',
        dropout: 0.1,
        options: { members: 16, columnWidth: width },
      },
      features: { numberScaling: 'piecewise', numberBins: bins, categoryEncoding: 'one-hot' },
      training: {
        optimizer: 'adamw',
        learningRate: 0.002,
        weightDecay: 0.0003,
        epochs: 1000,
        patience: facts.rows > manyRows ? 8 : 16,
        regularization: { clipNorm: 1 },
      },
    };
  },
  network: (model, context) => {
    const { members, columnWidth } = model.options;
    const builder = new NetworkBuilder();
    const table = context.inputs.parts.find(({ kind }) => kind === 'table');
    const hasBins = table !== undefined && binColumns(table.columns).length > 0;
    const joined = joinInputs(builder, context, (encoded) =>
      hasBins
        ? builder.add({ id: 'numbers', kind: 'binEmbedding', width: columnWidth, inputs: [encoded] })
        : encoded,
    );
    const each = builder.add({
      id: 'members',
      kind: 'memberScaling',
      members,
      chunks: chunksOf(context, columnWidth),
      inputs: [joined],
    });
    return builder.finish(denseBlocks(builder, each, model), true);
  },
};
