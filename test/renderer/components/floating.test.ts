import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeBeside } from '../../../src-renderer/components/floating';

const viewport = { width: 1280, height: 720 };

test('below when there is room, else above', () => {
  const size = { width: 200, height: 300 };
  expect(placeBeside({ left: 10, top: 10, right: 90, bottom: 40 }, size, viewport)).toMatchObject({
    left: 10,
    top: 44,
  });
  expect(placeBeside({ left: 10, top: 600, right: 90, bottom: 630 }, size, viewport).top).toBe(296);
});

test('what floats stays inside the window', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1260 }),
      fc.integer({ min: 0, max: 690 }),
      fc.integer({ min: 10, max: 800 }),
      fc.integer({ min: 10, max: 2000 }),
      (left, top, width, height) => {
        const place = placeBeside(
          { left, top, right: left + 20, bottom: top + 30 },
          { width, height },
          viewport,
        );
        const shown = Math.min(height, place.maxHeight);
        expect(place.left).toBeGreaterThanOrEqual(8);
        expect(place.left + width).toBeLessThanOrEqual(1272);
        expect(place.top).toBeGreaterThanOrEqual(8);
        expect(place.top + shown).toBeLessThanOrEqual(712);
      },
    ),
  );
});
