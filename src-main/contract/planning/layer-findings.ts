import type { LayerHistory, LayerReading } from '../schemas/layers';

export interface LayerFinding {
  code: 'gradient-not-finite' | 'no-gradient' | 'exploding' | 'large-steps' | 'vanishing' | 'dead-units';
  layer: string;
  message: string;
  next: string;
}

/** Looks at a layer that have to agree, so that one odd batch is no finding. */
const agreeing = 3;
/** A norm beyond this is large for any loss of standardised numbers. */
const largeNorm = 1e3;
/** How much larger than half of the looks before. */
const largeGrowth = 100;
/** Share of the weights that a step moves. Usual ones move about a thousandth. */
const largeStep = 0.1;
/** How much smaller the gradient of a weight is than that of the layer with the largest. */
const vanishingShare = 1e-4;
const deadShare = 0.25;
const fewestUnits = 4;

const percent = (share: number): string => `${String(Math.round(share * 100))} %`;
const rounded = (value: number): string => String(Number(value.toPrecision(2)));

interface Looked {
  name: string;
  weights: number;
  units: number;
  /** Oldest first. */
  all: LayerReading[];
  recent: LayerReading[];
}

const norm = ({ gradientNorm }: LayerReading): number => gradientNorm ?? Number.POSITIVE_INFINITY;
const everyOf = ({ recent }: Looked, isSo: (reading: LayerReading) => boolean): boolean => recent.every(isSo);

/** Of the gradient of one weight, as a root of the mean square. */
const slope = ({ weights }: Looked, reading: LayerReading): number => norm(reading) / Math.sqrt(weights);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function explodes(layer: Looked): boolean {
  if (everyOf(layer, (reading) => norm(reading) > largeNorm)) return true;
  const before = layer.all.slice(0, -agreeing).map(norm);
  const usual = median(before);
  return (
    before.length >= agreeing && everyOf(layer, (reading) => norm(reading) > Math.max(1, largeGrowth * usual))
  );
}

function findingOf(layer: Looked, steepest: readonly number[]): LayerFinding | null {
  const { name, recent, units } = layer;
  const last = recent.at(-1);
  if (last === undefined) return null;
  const finding = (code: LayerFinding['code'], message: string, next: string): LayerFinding => ({
    code,
    layer: name,
    message,
    next,
  });
  if (last.gradientNorm === null)
    return finding(
      'gradient-not-finite',
      `The gradient of ${name} is not finite.`,
      'Lower the learning rate, limit the gradient under Regularization, and look for extreme values in the data.',
    );
  if (everyOf(layer, (reading) => norm(reading) === 0))
    return finding(
      'no-gradient',
      `No gradient reaches ${name}: nothing in it learns.`,
      'A layer after it may be dead, or its activation may be flat where its inputs lie: lower the learning rate, or choose leaky ReLU or GELU.',
    );
  if (explodes(layer))
    return finding(
      'exploding',
      `Gradients explode in ${name}: their norm is ${rounded(norm(last))}.`,
      'Limit the norm of the gradient under Regularization (1 is usual), or lower the learning rate.',
    );
  if (everyOf(layer, ({ updateRatio }) => updateRatio !== null && updateRatio > largeStep))
    return finding(
      'large-steps',
      `Each step moves the weights of ${name} by ${percent(last.updateRatio ?? 0)} of their size; about 0.1 % is usual.`,
      'Lower the learning rate, by ten to begin with.',
    );
  if (recent.every((reading, place) => slope(layer, reading) < vanishingShare * (steepest[place] ?? 0)))
    return finding(
      'vanishing',
      `Gradients vanish before ${name}: they are over ten thousand times smaller than in the layer with the largest.`,
      'Use fewer layers, residual blocks, batch or layer normalisation, or an activation that is not flat at its ends.',
    );
  const dead = Math.min(...recent.map(({ silent }) => silent));
  if (units >= fewestUnits && dead >= deadShare * units)
    return finding(
      'dead-units',
      `At least ${String(dead)} of the ${String(units)} units of ${name} had no gradient in each of the last ${String(agreeing)} looks: they are switched off for whole batches and do not learn.`,
      'Lower the learning rate, or choose leaky ReLU or GELU. If the scores are good, the layer can be smaller.',
    );
  return null;
}

/** What is odd about the layers of a network as they did lately, with what to do; at most one thing a layer. */
export function layerFindings({ layers, readings }: LayerHistory): LayerFinding[] {
  if (readings.length < agreeing) return [];
  const looked = layers.map(({ name, weights, units }, place): Looked => {
    const all = readings.flatMap((reading) => reading.layers[place] ?? []);
    return { name, weights, units, all, recent: all.slice(-agreeing) };
  });
  const steepest = Array.from({ length: agreeing }, (_, place) =>
    Math.max(
      0,
      ...looked.flatMap((layer) => {
        const reading = layer.recent[place];
        return reading === undefined || reading.gradientNorm === null ? [] : [slope(layer, reading)];
      }),
    ),
  );
  return looked.flatMap((layer) => findingOf(layer, steepest) ?? []);
}
