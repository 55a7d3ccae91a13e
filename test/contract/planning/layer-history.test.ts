import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addReadings,
  isReadingDue,
  layerFindings,
  mostReadingsOf,
} from '../../../src-main/contract/planning';
import type { LayerHistory, LayerReading } from '../../../src-main/contract/schemas/layers';

const reading = (changes: Partial<LayerReading> = {}): LayerReading => ({
  gradientNorm: 0.1,
  weightNorm: 1,
  updateRatio: 0.001,
  silent: 0,
  weights: { reach: 1, counts: [] },
  gradients: { counts: [], zeros: 0 },
  ...changes,
});
const layer = (name: string, units = 16) => ({ name, kind: 'Dense', weights: 100, units });

const of = (epochs: readonly number[], every: number): LayerHistory => ({
  formatVersion: 1,
  layers: [layer('a')],
  every,
  readings: epochs.map((epoch) => ({ epoch, layers: [reading()] })),
});

test('law: readings stay bounded, evenly apart and the same however they come in', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 1, max: 50 }),
      (every, last, piece) => {
        const most = mostReadingsOf(1);
        const due = Array.from({ length: last }, (_, place) => place + 1).filter((epoch) =>
          isReadingDue(epoch, every, most),
        );
        const whole = addReadings(null, of(due, every));
        let inPieces: LayerHistory | null = null;
        for (let start = 0; start < due.length; start += piece)
          inPieces = addReadings(inPieces, of(due.slice(start, start + piece), every));
        expect(inPieces).toEqual(whole);
        const epochs = whole.readings.map(({ epoch }) => epoch);
        expect(epochs[0]).toBe(1);
        expect(epochs.length).toBeLessThanOrEqual(most);
        expect(
          new Set(epochs.slice(1).map((epoch, place) => epoch - (epochs[place] ?? 0))).size,
        ).toBeLessThanOrEqual(1);
      },
    ),
  );
});

/** Three looks at two layers. */
const looks = (first: Partial<LayerReading>, second: Partial<LayerReading> = {}): LayerHistory => ({
  formatVersion: 1,
  layers: [layer('near'), layer('far')],
  every: 1,
  readings: [1, 2, 3].map((epoch) => ({ epoch, layers: [reading(first), reading(second)] })),
});
const codes = (history: LayerHistory): string[] =>
  layerFindings(history).map(({ code, layer: name }) => `${name}: ${code}`);

test.each<[string, Partial<LayerReading>, string[]]>([
  ['all is well', {}, []],
  ['a gradient that is not finite', { gradientNorm: null }, ['near: gradient-not-finite']],
  ['no gradient', { gradientNorm: 0 }, ['near: no-gradient']],
  ['an exploding gradient', { gradientNorm: 5000 }, ['near: exploding', 'far: vanishing']],
  ['steps that are too large', { updateRatio: 0.4 }, ['near: large-steps']],
  ['a vanishing gradient', { gradientNorm: 1e-7 }, ['near: vanishing']],
  ['dead units', { silent: 5 }, ['near: dead-units']],
  ['a few units that rest', { silent: 3 }, []],
])('%s', (_name, first, expected) => {
  expect(codes(looks(first))).toEqual(expected);
});

test('one odd look is no finding, and two looks are too few for any', () => {
  const history = looks({});
  const odd = {
    ...history,
    readings: history.readings.map((one, place) =>
      place === 2 ? { ...one, layers: [reading({ silent: 16 }), reading()] } : one,
    ),
  };
  expect(codes(odd)).toEqual([]);
  expect(codes({ ...looks({ silent: 16 }), readings: looks({ silent: 16 }).readings.slice(1) })).toEqual([]);
});

test('a gradient that grows a hundred times explodes, however small it was', () => {
  const readings = [0.01, 0.02, 0.01, 0.02, 5, 6, 9].map((gradientNorm, place) => ({
    epoch: place + 1,
    layers: [reading({ gradientNorm })],
  }));
  expect(codes({ formatVersion: 1, layers: [layer('a')], every: 1, readings })).toEqual(['a: exploding']);
});
