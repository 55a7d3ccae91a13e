import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrangeLayers } from '../../../../src-main/contract/network/order';
import { crossingsOf, withFewCrossings } from '../../../../src-renderer/logic/network/crossings';
import { drawing, layOut } from '../../../../src-renderer/logic/network/layout';
import type { DrawnLayer } from '../../../../src-renderer/logic/network/layout';
import { rowsOf } from '../../../../src-renderer/logic/network/layers';
import { neighbour } from '../../../../src-renderer/logic/network/neighbours';
import { editedNetworks } from '../../../contract/network/networks';

const chain = (length: number): DrawnLayer[] =>
  Array.from({ length }, (_, index) => ({
    id: String(index),
    inputs: index === 0 ? [] : [String(index - 1)],
  }));

/** Layers without circles: each takes some of those before it. */
const layers = fc
  .array(fc.array(fc.nat(30), { maxLength: 3 }), { minLength: 1, maxLength: 30 })
  .map((takes) =>
    takes.map((places, index): DrawnLayer => ({
      id: String(index),
      inputs: index === 0 ? [] : [...new Set(places.map((place) => String(place % index)))],
    })),
  );

test('no two layers overlap, and each stands below those it takes values from', () => {
  fc.assert(
    fc.property(layers, (drawn) => {
      const { places, edges, width, height } = layOut(drawn);
      const boxes = drawn.map(({ id }) => places.get(id) ?? { x: NaN, y: NaN });
      boxes.forEach((one, index) => {
        expect(one.x).toBeGreaterThanOrEqual(0);
        expect(one.x + drawing.width).toBeLessThanOrEqual(width);
        expect(one.y + drawing.height).toBeLessThanOrEqual(height);
        for (const other of boxes.slice(index + 1))
          expect(one.y !== other.y || Math.abs(one.x - other.x) >= drawing.width).toBe(true);
      });
      for (const { from, to } of edges) expect(places.get(from)?.y).toBeLessThan(places.get(to)?.y ?? 0);
      expect(edges).toHaveLength(drawn.reduce((sum, { inputs }) => sum + inputs.length, 0));
    }),
    { numRuns: 100 },
  );
});

test('a chain is one straight line', () => {
  const { places, edges } = layOut(chain(20));
  expect(new Set([...places.values()].map(({ x }) => x)).size).toBe(1);
  expect(edges.every(({ path }) => !path.includes('NaN'))).toBe(true);
});

test('layers past which a connection goes stay in line, and the connection does not run through them', () => {
  const drawn: DrawnLayer[] = [
    { id: 'a', inputs: [] },
    { id: 'b', inputs: ['a'] },
    { id: 'c', inputs: ['b'] },
    { id: 'sum', inputs: ['a', 'c'] },
  ];
  const { places, edges } = layOut(drawn);
  const x = (id: string): number => places.get(id)?.x ?? NaN;
  expect(Math.abs(x('b') - x('c'))).toBeLessThan(1);
  const past = edges.find(({ from, to }) => from === 'a' && to === 'sum');
  const outside = (past?.middle.x ?? NaN) < x('b') || (past?.middle.x ?? NaN) > x('b') + drawing.width;
  expect(outside).toBe(true);
});

test('the order of rows never has more crossings than the layers as they come', () => {
  fc.assert(
    fc.property(layers, (drawn) => {
      const { rows } = rowsOf(drawn);
      expect(crossingsOf(withFewCrossings(rows))).toBeLessThanOrEqual(crossingsOf(rows));
    }),
  );
  // Two pairs that cross as they come, and need not.
  const { rows } = rowsOf([
    { id: 'a', inputs: [] },
    { id: 'b', inputs: [] },
    { id: 'c', inputs: ['b'] },
    { id: 'd', inputs: ['a'] },
  ]);
  expect(crossingsOf(rows)).toBe(1);
  expect(crossingsOf(withFewCrossings(rows))).toBe(0);
});

test('whatever a network is while it is edited, circles and layers alone, it is drawn', () => {
  fc.assert(
    fc.property(editedNetworks, (network) => {
      const { places, edges, width, height } = layOut(arrangeLayers(network).ordered);
      expect(places.size).toBe(network.layers.length);
      expect(
        [width, height, ...edges.flatMap(({ middle }) => [middle.x, middle.y])].every(Number.isFinite),
      ).toBe(true);
      expect(edges.some(({ path }) => path.includes('NaN'))).toBe(false);
    }),
    { numRuns: 100 },
  );
});

test('arrow keys follow connections, and go sideways within a row', () => {
  const layout = layOut([
    { id: 'a', inputs: [] },
    { id: 'b', inputs: ['a'] },
    { id: 'c', inputs: ['a'] },
    { id: 'd', inputs: ['b', 'c'] },
  ]);
  expect(neighbour(layout, 'b', 'up')).toBe('a');
  expect(neighbour(layout, 'b', 'down')).toBe('d');
  expect([neighbour(layout, 'b', 'right'), neighbour(layout, 'c', 'right')]).toContain('c');
  expect(neighbour(layout, 'a', 'up')).toBeNull();
});
