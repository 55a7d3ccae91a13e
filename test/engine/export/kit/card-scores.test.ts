import { expect, test } from 'vitest';
import { wilsonInterval } from '../../../../src-main/engine/export/kit/card-scores';

test.each([
  // The formula written once more in Python, with z = 1.96.
  [5, 10, 0.23659, 0.76341],
  [0, 20, 0, 0.16113],
  [184, 300, 0.55714, 0.66672],
])("Wilson's interval of %i in %i", (count, rows, from, to) => {
  const [lower, upper] = wilsonInterval(count / rows, rows);
  expect(lower).toBeCloseTo(from, 3);
  expect(upper).toBeCloseTo(to, 3);
});
