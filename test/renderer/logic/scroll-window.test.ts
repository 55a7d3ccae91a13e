import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  columnWindow,
  firstVisible,
  scrollToShow,
  scrollWindow,
  tallest,
} from '../../../src-renderer/logic/scroll-window';

const states = fc
  .record({
    total: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 50_000_000 })),
    itemHeight: fc.integer({ min: 10, max: 60 }),
    viewport: fc.integer({ min: 50, max: 2000 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ total, itemHeight, viewport, part }) => {
    const height = Math.min(total * itemHeight, Math.max(tallest, viewport));
    return { total, itemHeight, viewport, scrollTop: part * Math.max(0, height - viewport) };
  });

describe('rows', () => {
  test('what is drawn covers what is seen, and little more', () => {
    fc.assert(
      fc.property(states, (state) => {
        const { start, end, top } = scrollWindow(state);
        const bottom = top + (end - start) * state.itemHeight;
        const full = state.total * state.itemHeight;
        expect(top).toBeLessThanOrEqual(state.scrollTop + 1e-6);
        if (full > state.viewport) {
          expect(bottom).toBeGreaterThanOrEqual(state.scrollTop + state.viewport - 1e-3);
        } else {
          expect([start, end]).toEqual([0, state.total]);
        }
        expect(end - start).toBeLessThanOrEqual(state.viewport / state.itemHeight + 15);
      }),
    );
  });

  test('no element is taller than browsers allow', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(scrollWindow(state).height).toBeLessThan(2 ** 24);
      }),
    );
  });

  test('the ends of the bar are the ends of the list', () => {
    const state = { total: 40_000_000, itemHeight: 28, viewport: 700 };
    expect(scrollWindow({ ...state, scrollTop: 0 }).start).toBe(0);
    expect(scrollWindow({ ...state, scrollTop: tallest - 700 }).end).toBe(40_000_000);
  });

  test('an item that is asked for comes fully into view', () => {
    fc.assert(
      fc.property(states, fc.double({ min: 0, max: 0.999999, noNaN: true }), (state, part) => {
        fc.pre(state.total > 0 && state.viewport >= state.itemHeight);
        const item = Math.floor(part * state.total);
        const scrollTop = scrollToShow(state, item);
        const first = firstVisible({ ...state, scrollTop });
        expect(item).toBeGreaterThanOrEqual(first - 1e-3);
        expect(item + 1).toBeLessThanOrEqual(first + state.viewport / state.itemHeight + 1e-3);
      }),
    );
  });

  test('an item in view does not move the list', () => {
    const state = { total: 1000, itemHeight: 20, viewport: 200, scrollTop: 400 };
    expect(scrollToShow(state, 25)).toBe(400);
    expect(scrollToShow(state, 10)).toBeCloseTo(200, 9);
    expect(scrollToShow(state, 40)).toBeCloseTo(620, 9);
  });
});

describe('columns', () => {
  const edges = [0, 100, 250, 300, 700, 800];

  test('those in view and two more on each side are drawn', () => {
    expect(columnWindow(edges, 0, 90)).toEqual({ start: 0, end: 3 });
    expect(columnWindow(edges, 310, 100)).toEqual({ start: 1, end: 5 });
    expect(columnWindow([0], 0, 500)).toEqual({ start: 0, end: 0 });
  });

  test('every column in view is drawn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 20, max: 300 }), { minLength: 1, maxLength: 600 }),
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 1, max: 2000 }),
        (widths, left, viewport) => {
          const all = widths.reduce<number[]>((list, width) => [...list, (list.at(-1) ?? 0) + width], [0]);
          const { start, end } = columnWindow(all, left, viewport);
          widths.forEach((_, i) => {
            const seen = (all[i] ?? 0) < left + viewport && (all[i + 1] ?? 0) > left;
            if (seen) expect(i >= start && i < end).toBe(true);
          });
        },
      ),
      { numRuns: 30 },
    );
  });
});
