import fc from 'fast-check';
import { resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { StrongroomError } from '../../src-main/contract/errors';
import type { TaskProgress } from '../../src-main/engine/protocol';
import { Supervisor } from '../../src-main/sessions/supervisor';

const entry = resolve(import.meta.dirname, 'support/puppet-child.mjs');
const open: Supervisor[] = [];

function supervise(options: { graceMilliseconds?: number; idleMilliseconds?: number } = {}): Supervisor {
  const supervisor = new Supervisor({ node: () => process.execPath, entry, ...options });
  open.push(supervisor);
  return supervisor;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((supervisor) => supervisor.close()));
});

/** Gives the puppet a command and waits for its number. */
const command = (supervisor: Supervisor, model: string, path = '', options = {}): Promise<number> =>
  supervisor.run('hostile-frame', { model, path }, options).then(({ rows }) => rows);

const failure = (promise: Promise<unknown>): Promise<StrongroomError> =>
  promise.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(StrongroomError);
      return error as StrongroomError;
    },
  );

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('answers belong to their requests, however many are under way', async () => {
  const supervisor = supervise();
  const numbers = [30, 1, 20, 5];
  const answers = await Promise.all(numbers.map((n) => command(supervisor, 'later', String(n))));
  expect(answers).toEqual(numbers);
});

test('one long task after another runs in the same process, two at once in two', async () => {
  const supervisor = supervise();
  const first = await command(supervisor, 'pid');
  expect(await command(supervisor, 'pid')).toBe(first);
  const both = await Promise.all([command(supervisor, 'pid'), command(supervisor, 'pid')]);
  expect(new Set(both).size).toBe(2);
});

test('short tasks share a process; a long one that comes meanwhile gets its own', async () => {
  const supervisor = supervise();
  const page = (path: string) => supervisor.run('rows', { parquet: path, offset: 0, limit: 1 });
  const short = Promise.all([page('a'), page('b'), page('c')]);
  const frame = supervisor.run('frame', { parquet: 'd', model: 'later', withTarget: false, path: '1' });
  expect(supervisor.children).toHaveLength(2);
  await Promise.all([short, frame]);
});

test('progress arrives in order and before the result', async () => {
  const seen: TaskProgress[] = [];
  const onProgress = (progress: TaskProgress): void => void seen.push(progress);
  await command(supervise(), 'progress', '5', { onProgress });
  expect(seen.map(({ fraction }) => fraction)).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  expect(seen[0]?.detail).toBe('part 1');
});

test('an error of the child keeps its code, expectation and advice', async () => {
  const payload = {
    code: 'HEADER_ONLY',
    message: 'No rows.',
    expected: 'rows',
    received: 'none',
    next: 'Add.',
  };
  const error = await failure(command(supervise(), 'fail', JSON.stringify(payload)));
  expect(error.toPayload()).toEqual(payload);
});

test('a task that heeds a cancellation leaves its process alive', async () => {
  const supervisor = supervise();
  const pid = await command(supervisor, 'pid');
  const controller = new AbortController();
  const task = failure(command(supervisor, 'later', '60000', { signal: controller.signal }));
  controller.abort();
  expect((await task).code).toBe('CANCELLED');
  expect(await command(supervisor, 'pid')).toBe(pid);
});

test('a task that does not heed it is killed after the grace, and the next request gets a new process', async () => {
  const supervisor = supervise({ graceMilliseconds: 200 });
  const pid = await command(supervisor, 'pid');
  const controller = new AbortController();
  const task = failure(command(supervisor, 'deaf', '', { signal: controller.signal }));
  controller.abort();
  expect((await task).code).toBe('CANCELLED');
  expect(isAlive(pid)).toBe(false);
  expect(await command(supervisor, 'pid')).not.toBe(pid);
});

test('a signal that was aborted before never starts anything', async () => {
  const supervisor = supervise();
  expect((await failure(command(supervisor, 'deaf', '', { signal: AbortSignal.abort() }))).code).toBe(
    'CANCELLED',
  );
  expect(await command(supervisor, 'echo', '7')).toBe(7);
});

test('a crash is told with its signal, and touches no other task', async () => {
  const supervisor = supervise();
  const other = command(supervisor, 'later', '300');
  const error = await failure(command(supervisor, 'kill'));
  expect(error.code).toBe('ENGINE_CRASHED');
  expect(error.message).toContain('SIGKILL');
  expect(error.next).toContain('memory');
  expect(await other).toBe(300);
  expect(await command(supervisor, 'echo', '3')).toBe(3);
});

test('an exit that nobody asked for is told with its code and last words', async () => {
  const error = await failure(command(supervise(), 'exit', '3'));
  expect(error.code).toBe('ENGINE_CRASHED');
  expect(error.message).toContain('exit code 3');
  expect(error.received).toContain('these were my last words');
});

test('a control message reaches the task', async () => {
  const started = supervise().start('hostile-frame', { model: 'control', path: '' });
  started.control('stop-and-keep');
  expect(await started.result).toEqual({ rows: 42 });
});

test('a Node binary that does not exist is ENGINE_NOT_FOUND, not a crash of this process', async () => {
  const supervisor = new Supervisor({ node: () => '/does/not/exist', entry });
  expect((await failure(command(supervisor, 'pid'))).code).toBe('ENGINE_NOT_FOUND');
  await supervisor.close();
});

test('a process without work ends after a while', async () => {
  const supervisor = supervise({ idleMilliseconds: 50 });
  const pid = await command(supervisor, 'pid');
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  expect(supervisor.children).toEqual([]);
  expect(await command(supervisor, 'echo', '1')).toBe(1);
});

test('closing ends every process and rejects what was under way', async () => {
  const supervisor = supervise({ graceMilliseconds: 200 });
  const pid = await command(supervisor, 'pid');
  const task = failure(command(supervisor, 'deaf'));
  await supervisor.close();
  expect((await task).code).toBe('CANCELLED');
  expect(isAlive(pid)).toBe(false);
  expect((await failure(command(supervisor, 'echo', '1'))).code).toBe('CANCELLED');
});

test('law: whatever happens to the tasks before it, the next one is answered', async () => {
  const supervisor = supervise({ graceMilliseconds: 100 });
  const step = fc.constantFrom('echo', 'kill', 'exit', 'cancel', 'fail', 'deaf');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 5 }), async (steps) => {
      await Promise.allSettled(
        steps.map((name) => {
          if (name !== 'cancel' && name !== 'deaf') {
            return command(supervisor, name, name === 'fail' ? '{"code":"INTERNAL","message":"x"}' : '9');
          }
          const signal = AbortSignal.timeout(20);
          return command(supervisor, name === 'deaf' ? 'deaf' : 'later', '60000', { signal });
        }),
      );
      expect(await command(supervisor, 'echo', '11')).toBe(11);
    }),
    { numRuns: 12 },
  );
});
