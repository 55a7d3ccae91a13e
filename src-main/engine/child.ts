import './no-telemetry';
import { StrongroomError, normalizeError } from '../contract/errors';
import type { FromChild, TaskHandlers, TaskName, TaskParams, TaskResult, ToChild } from './protocol';
import { isChildRole, loadHandlers } from './tasks';

/**
 * Entry of an engine child: a process on plain Node, started by the supervisor as `node engine-child.js ROLE`
 * with an IPC channel. It ends when its parent goes away.
 */
interface RunningTask {
  controller: AbortController;
  stopRequested: boolean;
  pauseRequested: boolean;
  learningRate: number | null;
}

const running = new Map<number, RunningTask>();

function send(message: FromChild): void {
  // A parent that is gone cannot listen; the disconnect handler ends this process.
  if (process.connected) process.send?.(message);
}

/** Calls the handler of a task; UNKNOWN_CALL when this role has none. */
function perform<Name extends TaskName>(
  handlers: TaskHandlers,
  id: number,
  task: Name,
  params: TaskParams<Name>,
  state: RunningTask,
): Promise<TaskResult<Name>> {
  const handler = handlers[task];
  if (handler === undefined) {
    throw new StrongroomError('UNKNOWN_CALL', `This engine process has no task named ${task}.`, {
      expected: `one of ${Object.keys(handlers).join(', ')}`,
      received: task,
    });
  }
  return handler(params, {
    signal: state.controller.signal,
    stopRequested: () => state.stopRequested,
    stopTaken: () => {
      state.stopRequested = false;
    },
    pauseRequested: () => state.pauseRequested,
    takeLearningRate: () => {
      const { learningRate } = state;
      state.learningRate = null;
      return learningRate;
    },
    report: (progress) => send({ kind: 'progress', id, progress }),
  });
}

async function receive(loading: Promise<TaskHandlers>, message: ToChild): Promise<void> {
  switch (message.kind) {
    case 'run': {
      // Known from the first moment, so that a cancellation that comes while the engine loads is not lost.
      const state: RunningTask = {
        controller: new AbortController(),
        stopRequested: false,
        pauseRequested: false,
        learningRate: null,
      };
      running.set(message.id, state);
      try {
        // The supervisor is of the same build, and its `start` is typed by the same map.
        const params = message.params as TaskParams<typeof message.task>;
        const handlers = await loading;
        const result = await perform(handlers, message.id, message.task, params, state);
        send({ kind: 'result', id: message.id, result });
      } catch (error) {
        send({ kind: 'error', id: message.id, error: normalizeError(error).toPayload() });
      } finally {
        running.delete(message.id);
      }
      break;
    }
    case 'cancel':
      running.get(message.id)?.controller.abort();
      break;
    case 'control': {
      const task = running.get(message.id);
      if (task === undefined) break;
      if (typeof message.control === 'object') task.learningRate = message.control.learningRate;
      else if (message.control === 'stop-and-keep') task.stopRequested = true;
      else task.pauseRequested = message.control === 'pause';
      break;
    }
  }
}

function main(): void {
  const role = process.argv[2];
  if (!isChildRole(role) || process.send === undefined) {
    process.stderr.write('This program is started by Strongroom itself, with a role and a channel.\n');
    process.exitCode = 2;
    return;
  }
  const loading = loadHandlers(role).catch((error: unknown) => {
    throw new StrongroomError('ENGINE_CRASHED', `The ${role} engine could not be loaded: ${String(error)}`, {
      next: 'Install the application again, and see `strongroom doctor`.',
      cause: error,
    });
  });
  loading.then(
    () => send({ kind: 'ready' }),
    () => undefined, // Told in the answer to each request.
  );
  process.on('message', (message: ToChild) => void receive(loading, message));
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C in a terminal reaches the whole group; the parent decides what is cancelled.
  process.on('SIGINT', () => undefined);
}

main();
