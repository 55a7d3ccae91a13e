import { expect, test } from 'vitest';
import { classColours, seriesColour, seriesColours } from '../../../src-renderer/logic/colours';

test('the first classes have colours of their own, later ones go round', () => {
  const names = Array.from({ length: seriesColours }, (_, i) => seriesColour(i));
  expect(new Set(names).size).toBe(seriesColours);
  expect(seriesColour(seriesColours)).toBe(seriesColour(0));
});

test('a class has one colour wherever it stands, and adding classes after it changes nothing', () => {
  const before = classColours(['Adelie', 'Gentoo']);
  const after = classColours(['Adelie', 'Gentoo', 'Adelie', 'Chinstrap']);
  expect(after.get('Gentoo')).toBe(before.get('Gentoo'));
  expect(after.size).toBe(3);
});
