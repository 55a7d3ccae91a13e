import { describe, expect, it } from 'vitest';
import type { Push, Reply, Request } from '../../src-main/contract/wire';
import type { StrongroomError } from '../../src-main/contract/errors';
import { createClient } from '../../src-renderer/api/client';
import type { Transport } from '../../src-renderer/api/transport';
import { createExampleBackend } from '../support/backend';
import { createDispatcher, unreadableId } from '../../src-main/hosts/shared/dispatch';

/** A transport that answers as it is told, to see what the client makes of bad answers. */
function answering(answer: (request: Request) => unknown): {
  transport: Transport;
  push: (push: Push) => void;
} {
  const listeners = new Set<(push: Push) => void>();
  return {
    transport: {
      request: async (request) => answer(request) as Reply,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      onStatus: (listener) => {
        listener(true);
        return () => undefined;
      },
      close: () => undefined,
    },
    push: (push) => {
      for (const listener of listeners) listener(push);
    },
  };
}

describe('the client, with a main side that breaks the contract', () => {
  it.each([
    ['a result of another shape', { kind: 'reply', id: 1, ok: true, result: [{ id: 'p' }] }],
    ['no reply at all', undefined],
    [
      'an error with an unknown code',
      { kind: 'reply', id: 1, ok: false, error: { code: 'OH', message: 'no' } },
    ],
  ])('says BAD_RESPONSE to %s', async (_what, reply) => {
    const client = createClient(answering(() => reply).transport);
    await expect(client.call('projects.list', {})).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('drops an event of another shape, and says so', () => {
    const { transport, push } = answering(() => undefined);
    const faults: StrongroomError[] = [];
    const client = createClient(transport, (fault) => void faults.push(fault));
    const seen: unknown[] = [];
    client.on('job.progress', (payload) => void seen.push(payload));
    push({ kind: 'event', event: 'job.progress', payload: { job: 'a', fraction: 'half' } });
    push({ kind: 'event', event: 'no.such.event', payload: {} });
    expect(seen).toEqual([]);
    expect(faults.map(({ code }) => code)).toEqual(['BAD_RESPONSE']);
  });
});

describe('the dispatcher, with what is not a request', () => {
  it.each([
    ['nothing', undefined, unreadableId],
    ['text', 'projects.list', unreadableId],
    ['a request without a call', { kind: 'request', id: 4, params: {} }, 4],
    ['a number that is no id', { kind: 'request', id: 1.5, call: 'projects.list', params: {} }, unreadableId],
    ['another kind', { kind: 'reply', id: 9, call: 'projects.list', params: {} }, 9],
  ])('answers BAD_REQUEST to %s', async (_what, raw, id) => {
    const reply = await createDispatcher(createExampleBackend()).dispatch(raw);
    expect(reply).toMatchObject({ kind: 'reply', id, ok: false, error: { code: 'BAD_REQUEST' } });
  });
});
