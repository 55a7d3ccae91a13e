import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleaningStepSchema, type CleaningStep } from '../../../src-main/contract';
import {
  beginStep,
  changeWords,
  duplicated,
  fieldsShown,
  moved,
  readStep,
  replaced,
  stepKinds,
} from '../../../src-renderer/logic/cleaning-steps';
import { absentNames, groupsOf, pairsOf, withName } from '../../../src-renderer/logic/step-values';

const step = (id: string): CleaningStep =>
  cleaningStepSchema.parse({ kind: 'trim-text', id, columns: ['a'] });
const ids = (steps: readonly CleaningStep[]): string[] => steps.map(({ id }) => id);

describe('the list of steps', () => {
  const steps = ['one', 'two', 'three'].map(step);

  test('a step moves to a place, and the others keep their order', () => {
    expect(ids(moved(steps, 'one', 2))).toEqual(['two', 'three', 'one']);
    expect(ids(moved(steps, 'three', 0))).toEqual(['three', 'one', 'two']);
    expect(ids(moved(steps, 'two', 99))).toEqual(['one', 'three', 'two']);
    expect(ids(moved(steps, 'absent', 0))).toEqual(ids(steps));
    fc.assert(
      fc.property(fc.nat(2), fc.nat(2), (from, to) => {
        const id = steps[from]?.id ?? '';
        expect(ids(moved(moved(steps, id, to), id, from))).toEqual(ids(steps));
      }),
    );
  });

  test('a copy comes behind its step, an edited step takes its place, a new one comes last', () => {
    expect(ids(duplicated(steps, 'two', 'copy'))).toEqual(['one', 'two', 'copy', 'three']);
    expect(replaced(steps, { ...step('two'), enabled: false })[1]).toMatchObject({ enabled: false });
    expect(ids(replaced(steps, step('new')))).toEqual(['one', 'two', 'three', 'new']);
  });
});

describe('the form of a step', () => {
  test('begins with the columns that suit it, and with every default', () => {
    const columns = [
      { name: 'word', type: 'category' },
      { name: 'size', type: 'integer' },
    ] as const;
    const values = beginStep('trim-text', columns, 'new');
    expect(values).toMatchObject({ columns: ['word'], inner: true, emptyIsMissing: true, enabled: true });
    expect(readStep(values)).toMatchObject({ step: { kind: 'trim-text', id: 'new' }, problems: null });
  });

  test('says at which control something is missing', () => {
    expect(readStep(beginStep('trim-text', [], 'new'))).toEqual({
      step: null,
      problems: { columns: 'Needed before the step can be done.' },
    });
    expect(readStep(beginStep('correct-cell', [], 'new')).problems).toHaveProperty('column');
  });

  test('shows a control only while another one asks for it', () => {
    const values = beginStep('fill-missing', [], 'new');
    const names = (method: string): string[] => fieldsShown({ ...values, method }).map(({ name }) => name);
    expect(names('median')).not.toContain('value');
    expect(names('constant')).toContain('value');
  });

  test('every kind can be begun without a column', () => {
    for (const kind of stepKinds) expect(() => readStep(beginStep(kind, [], 'new'))).not.toThrow();
  });

  test('values that are not complete are read as far as they go', () => {
    expect(pairsOf([{ from: 'a' }, null, { from: 1, to: 'b' }])).toEqual([
      { from: 'a', to: '' },
      { from: '', to: 'b' },
    ]);
    expect(groupsOf([{ to: 'x', from: ['y', 2] }])).toEqual([{ to: 'x', from: ['y'] }]);
    expect(pairsOf(undefined)).toEqual([]);
  });

  test('chosen columns stay in the order of the table', () => {
    expect(withName(['c', 'gone'], 'a', true, ['a', 'b', 'c'])).toEqual(['a', 'c', 'gone']);
    expect(withName(['a', 'c'], 'a', false, ['a', 'b', 'c'])).toEqual(['c']);
    expect(absentNames(['a', 'gone'], [{ name: 'a', type: 'text' }])).toEqual(['gone']);
    expect(absentNames(['a'], [])).toEqual([]);
  });
});

test('what a step changed, in words', () => {
  const report = {
    id: 'a',
    rows: { before: 1240, after: 1200 },
    columns: { before: 3, after: 5 },
    changed: 312,
    error: null,
  };
  expect(changeWords(report)).toBe('312 cells, 40 rows removed, +2 columns');
  expect(
    changeWords({ ...report, rows: { before: 1, after: 1 }, columns: { before: 3, after: 2 }, changed: 0 }),
  ).toBe('\u22121 column');
  expect(
    changeWords({ ...report, rows: { before: 1, after: 1 }, columns: { before: 1, after: 1 }, changed: 0 }),
  ).toBe('Changes nothing');
});
