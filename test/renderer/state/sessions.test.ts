import { describe, expect, test } from 'vitest';
import { projectIdSchema, runIdSchema, type EpochPoint } from '../../../src-main/contract';
import { Sessions } from '../../../src-renderer/state/sessions.svelte';
import { session } from '../support/fixtures';
import { mainSide } from '../support/main-side';

const point = (epoch: number): EpochPoint => ({
  epoch,
  trainLoss: 1 / epoch,
  validationLoss: 1 / epoch,
  validationScore: 0.5,
});

describe('sessions in the window', () => {
  test('epochs are added to their session, also to one first heard of by an event', () => {
    const { client, push } = mainSide({});
    const sessions = new Sessions(client);
    push('session.changed', session);
    push('session.epochs', { session: session.id, points: [point(1), point(2)] });
    push('session.changed', { ...session, progress: 0.5, bestEpoch: 2 });
    push('session.epochs', { session: session.id, points: [point(3)] });
    expect(sessions.latestOf(session.project)?.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(sessions.latestOf(session.project)).toMatchObject({ progress: 0.5, bestEpoch: 2 });
    expect(sessions.active?.id).toBe(session.id);
  });

  test('epochs told twice, before and after a reconnection, stand once', async () => {
    const { client, push } = mainSide({
      'sessions.list': () => [{ ...session, history: [point(1), point(2), point(3)] }],
    });
    const sessions = new Sessions(client);
    await sessions.refresh();
    push('session.epochs', { session: session.id, points: [point(2), point(3), point(4)] });
    expect(sessions.latestOf(session.project)?.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
  });

  test('a session that ended is not active', () => {
    const { client, push } = mainSide({});
    const sessions = new Sessions(client);
    for (const state of ['done', 'failed', 'cancelled'] as const) {
      push('session.changed', { ...session, state });
      expect(sessions.active).toBeNull();
    }
  });

  test('the newest session of a project is not that of another one', () => {
    const { client, push } = mainSide({});
    const sessions = new Sessions(client);
    const other = projectIdSchema.parse('other');
    push('session.changed', session);
    push('session.changed', { ...session, id: runIdSchema.parse('run-9'), project: other });
    expect(sessions.latestOf(session.project)?.id).toBe(session.id);
    expect(sessions.latestOf(other)?.id).toBe('run-9');
    expect(sessions.latestOf(null)).toBeNull();
  });
});
