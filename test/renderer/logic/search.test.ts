import { describe, expect, test } from 'vitest';
import { matchRank, search } from '../../../src-renderer/logic/search';

describe('search', () => {
  test('case and accents do not matter, every word must occur', () => {
    expect(matchRank('Café Résumé', 'resume cafe')).not.toBeNull();
    expect(matchRank('Body Mass (g)', 'mass x')).toBeNull();
    expect(matchRank('是否续约', '续约')).not.toBeNull();
    expect(matchRank('a.b', '.')).not.toBeNull();
    expect(matchRank('axb', '.')).toBeNull();
  });

  test('beginnings come first, then beginnings of words, then the rest', () => {
    const { found } = search(['no mass', 'biomass', 'Mass'], (item) => item, 'mass', 10);
    expect(found).toEqual(['Mass', 'no mass', 'biomass']);
  });

  test('equal matches keep their order, and what is left out is counted', () => {
    const items = Array.from({ length: 500 }, (_, i) => `measurement_${String(i)}`);
    const { found, more } = search(items, (item) => item, '', 200);
    expect(found).toEqual(items.slice(0, 200));
    expect(more).toBe(300);
  });
});
