import { describe, expect, test } from 'vitest';
import { isOfRecipe, otherTraining } from '../../../src-renderer/logic/sessions';
import { session } from '../support/fixtures';

describe('whose training it is', () => {
  test('one of another project is named with its project', () => {
    const projects = [{ id: session.project, name: 'Churn' }];
    expect(otherTraining(session, projects)).toBe(`${session.name} of Churn`);
    expect(otherTraining(session, [])).toBe(`${session.name} of another project`);
  });

  test('it is of the recipe while target and data set are the same', () => {
    const dataset = { id: session.dataset };
    expect(isOfRecipe(session, { target: session.target }, dataset)).toBe(true);
    expect(isOfRecipe(session, { target: 'another' }, dataset)).toBe(false);
    expect(isOfRecipe(session, { target: session.target }, null)).toBe(false);
  });
});
