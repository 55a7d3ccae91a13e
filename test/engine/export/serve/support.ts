import type { InputContract } from '../../../../src-main/contract/schemas/input-contract';

/** One column of each kind. */
export const contract: InputContract = {
  kind: 'strongroom-input-contract',
  formatVersion: 1,
  target: 'Art',
  task: 'binary',
  classes: ['nein', 'ja'],
  columns: [
    {
      name: 'size',
      type: 'decimal',
      takes: 'number',
      range: { minimum: 1, maximum: 9 },
      categories: null,
      missing: true,
    },
    {
      name: 'count',
      type: 'integer',
      takes: 'number',
      range: { minimum: 0, maximum: 10 },
      categories: null,
      missing: false,
    },
    {
      name: 'colour',
      type: 'category',
      takes: 'text',
      range: null,
      categories: ['rot', 'grün'],
      missing: false,
    },
    {
      name: 'open',
      type: 'boolean',
      takes: 'text',
      range: null,
      categories: ['false', 'true'],
      missing: false,
    },
    {
      name: 'day',
      type: 'date',
      takes: 'moment',
      range: { minimum: 0, maximum: 2e9 },
      categories: null,
      missing: false,
    },
    { name: 'note', type: 'text', takes: 'text', range: null, categories: null, missing: null },
  ],
  outputs: { predicted: 'predicted', probabilities: 'probabilities' },
};

export const goodRow = {
  size: 2.5,
  count: 3,
  colour: 'rot',
  open: true,
  day: '2024-02-29',
  note: 'some words',
};
