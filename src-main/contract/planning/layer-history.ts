import type { LayerHistory } from '../schemas/layers';

/** Readings that are kept of one training: twice as many as are left when they are thinned out. */
const mostReadings = 64;
/** Of networks with more layers than this, half as many are kept. */
const manyLayers = 40;

/** Epochs from one reading to the next when this one is done, so that the number of them stays bounded. */
export function readingStride(epoch: number, every: number, most: number): number {
  let stride = every;
  while ((epoch - 1) / stride >= most) stride *= 2;
  return stride;
}

/** Whether an epoch (from 1) is one that is looked at. The first one always is. */
export function isReadingDue(epoch: number, every: number, most: number): boolean {
  return (epoch - 1) % readingStride(epoch, every, most) === 0;
}

export const mostReadingsOf = (layers: number): number =>
  layers > manyLayers ? mostReadings / 2 : mostReadings;

/** A history with further readings, thinned out evenly: whoever adds the same ones has the same history. */
export function addReadings(before: LayerHistory | null, added: LayerHistory): LayerHistory {
  const known = before?.readings.at(-1)?.epoch ?? 0;
  const readings = [...(before?.readings ?? []), ...added.readings.filter(({ epoch }) => epoch > known)];
  const last = readings.at(-1)?.epoch ?? 1;
  const stride = readingStride(last, added.every, mostReadingsOf(added.layers.length));
  return { ...added, readings: readings.filter(({ epoch }) => (epoch - 1) % stride === 0) };
}
