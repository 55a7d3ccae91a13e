import { expect, test } from 'vitest';
import type { RunSummary } from '../../../src-main/contract';
import { matching, tagsOf } from '../../../src-renderer/logic/run-list';
import { runNamed } from '../../workspace/runs';

const run = (id: string, part: Partial<RunSummary>): RunSummary => ({ ...runNamed(id, id), ...part });

test('a run is found by every word, wherever it stands, without case and accents', () => {
  const runs = [
    run('one', { name: 'Café', tags: ['baseline'] }),
    run('two', { note: 'baseline with more rows' }),
    run('three', { datasetName: 'rows.csv' }),
  ];
  const found = (typed: string): string[] => matching(runs, typed).map(({ id }) => id);
  expect(found('cafe')).toEqual(['one']);
  expect(found('BASELINE')).toEqual(['one', 'two']);
  expect(found('rows baseline')).toEqual(['two']);
  expect(found(' ')).toEqual(['one', 'two', 'three']);
  expect(found('nothing')).toEqual([]);
});

test('tags are parted by commas, each once', () => {
  expect(tagsOf(' good, , Good,夏 ')).toEqual(['Good', '夏']);
  expect(tagsOf('')).toEqual([]);
});
