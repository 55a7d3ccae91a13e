import { expect, test } from 'vitest';
import { calls } from '../../src-main/contract/calls';

test('steps that are left out stay left out, so that those of the recipe are taken', () => {
  expect(calls['cleaning.preview'].params.parse({ step: null })).not.toHaveProperty('steps');
  expect(calls['cleaning.table'].params.parse({ job: 'a-job-with-a-name' })).not.toHaveProperty('steps');
});
