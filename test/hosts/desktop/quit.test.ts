import { describe, expect, it } from 'vitest';
import { calls } from '../../../src-main/contract/calls';
import type { SessionState } from '../../../src-main/contract/schemas/runs';
import { Quitting } from '../../../src-main/hosts/desktop/quit';
import { createExampleBackend } from '../../support/backend';
import { exampleOf } from '../../support/examples';

/** A program with sessions in these states; what happened stands in `log`. */
function program(
  states: SessionState[],
  mayStop: boolean,
  close: () => Promise<void> = async () => undefined,
) {
  const log: string[] = [];
  const [session] = exampleOf(calls['sessions.list'].result);
  if (session === undefined) throw new Error('An example session was expected.');
  const backend = createExampleBackend({
    'sessions.list': async () => states.map((state) => ({ ...session, state })),
  });
  backend.close = async () => {
    log.push('close');
    await close();
  };
  const quitting = new Quitting({
    backend,
    milliseconds: 20,
    ask: async (training) => {
      log.push(`ask ${String(training)}`);
      return mayStop;
    },
    exit: () => void log.push('exit'),
  });
  return { log, quitting };
}

describe('quitting', () => {
  it('does not ask when nothing is being trained', async () => {
    const { log, quitting } = program(['done', 'failed', 'cancelled'], false);
    await quitting.request();
    expect(log).toEqual(['close', 'exit']);
  });

  it('asks while networks are being trained, and stays when told so', async () => {
    const { log, quitting } = program(['preparing', 'training', 'evaluating', 'done'], false);
    await quitting.request();
    expect(log).toEqual(['ask 3']);
    expect(quitting.isEnding).toBe(false);
    await quitting.request();
    expect(log).toEqual(['ask 3', 'ask 3']);
  });

  it('stops training and ends when told so, once', async () => {
    const { log, quitting } = program(['training'], true);
    await Promise.all([quitting.request(), quitting.request()]);
    await quitting.request();
    expect(log).toEqual(['ask 1', 'close', 'exit']);
  });

  it.each([
    ['hangs', () => new Promise<void>(() => undefined)],
    ['fails', () => Promise.reject(new Error('no'))],
  ])('ends also when putting away %s', async (_how, close) => {
    const { log, quitting } = program([], false, close);
    await quitting.request();
    expect(log).toEqual(['close', 'exit']);
  });
});
