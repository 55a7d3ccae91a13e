import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { StrongroomError } from '../../contract/errors';
import type {
  ChildRole,
  FromChild,
  TaskName,
  TaskParams,
  TaskResult,
  ToChild,
  TrainControl,
} from '../../engine/protocol';
import { enginesFolder } from '../../workspace';
import type { StartedTask, TaskOptions } from '../engine';

export interface ChildSettings {
  role: ChildRole;
  /** The Node binary and the script that it runs. */
  node: string;
  entry: string;
  /** How long a task may take to heed a cancellation, and a process to end, before it is killed. */
  graceMilliseconds: number;
}

interface Pending {
  task: TaskName;
  resolve(result: unknown): void;
  reject(error: StrongroomError): void;
  onProgress: TaskOptions['onProgress'];
  /** Takes the abort listener and the grace timer away. */
  release(): void;
}

/** How much of what a child wrote is kept to explain a crash. */
const wordsKept = 2_000;
const drainMilliseconds = 500;

export const cancelled = (task: string): StrongroomError =>
  new StrongroomError('CANCELLED', `The task ${task} was cancelled.`);

/** One child process: numbered requests, progress, cancellation with a bounded kill, and the tale of its end. */
export class EngineChild {
  /** Resolves when the process has ended, whatever the cause. */
  readonly ended: Promise<void>;
  private readonly process: ChildProcess;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private lastWords = '';
  private isAlive = true;
  private isClosing = false;

  constructor(private readonly settings: ChildSettings) {
    const { node, entry, role } = settings;
    this.process = spawn(node, [entry, role], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      // The engine knows nothing of where a person's things are kept.
      env: { ...process.env, STRONGROOM_ENGINES: enginesFolder() },
      windowsHide: true,
    });
    this.process.stdout?.on('data', (chunk: Buffer) => this.keepWords(chunk));
    this.process.stderr?.on('data', (chunk: Buffer) => this.keepWords(chunk));
    this.process.on('message', (message) => this.receive(message as FromChild));
    this.ended = new Promise((resolve) => {
      this.process.on('error', (error) => {
        // Without a pid it never started; any other failure is followed by the end of the process.
        if (this.process.pid !== undefined) return;
        this.end(
          new StrongroomError('ENGINE_NOT_FOUND', `The engine could not be started: ${error.message}`, {
            expected: `a Node binary at ${node}`,
            next: 'Set STRONGROOM_NODE to a Node binary, version 20.19 or newer.',
            cause: error,
          }),
        );
        resolve();
      });
      // Not "close", which Node leaves out after a disconnect from this side.
      this.process.on('exit', (code, signal) => {
        this.isAlive = false;
        void this.drain().then(() => {
          this.end(this.isClosing ? cancelled('that was under way') : this.crash(code, signal));
          resolve();
        });
      });
    });
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Whether it takes requests. */
  get isOpen(): boolean {
    return this.isAlive && !this.isClosing && this.process.connected;
  }

  get isIdle(): boolean {
    return this.pending.size === 0;
  }

  start<Name extends TaskName>(
    task: Name,
    params: TaskParams<Name>,
    { signal, onProgress }: TaskOptions = {},
  ): StartedTask<Name> {
    const id = this.nextId++;
    const result = new Promise<TaskResult<Name>>((resolve, reject) => {
      if (signal?.aborted === true) return reject(cancelled(task));
      if (!this.isOpen) return reject(this.crash(this.process.exitCode, this.process.signalCode));
      let grace: NodeJS.Timeout | undefined;
      const onAbort = (): void => {
        this.post({ kind: 'cancel', id });
        grace = setTimeout(() => this.process.kill('SIGKILL'), this.settings.graceMilliseconds);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.pending.set(id, {
        task,
        // The child is of the same build, and its handler's result is typed by the same map.
        resolve: (value) =>
          signal?.aborted === true ? reject(cancelled(task)) : resolve(value as TaskResult<Name>),
        reject: (error) => reject(signal?.aborted === true ? cancelled(task) : error),
        onProgress,
        release: () => {
          clearTimeout(grace);
          signal?.removeEventListener('abort', onAbort);
        },
      });
      this.post({ kind: 'run', id, task, params });
    });
    return { result, control: (control: TrainControl) => this.post({ kind: 'control', id, control }) };
  }

  /** Lets the process end by itself, and kills it when it does not within the grace. */
  async close(): Promise<void> {
    this.isClosing = true;
    if (this.process.connected) this.process.disconnect();
    const timer = setTimeout(() => this.process.kill('SIGKILL'), this.settings.graceMilliseconds);
    await this.ended;
    clearTimeout(timer);
  }

  private post(message: ToChild): void {
    if (!this.isAlive || !this.process.connected) return;
    // A channel that breaks is followed by the end of the process, which settles every request.
    this.process.send(message, () => undefined);
  }

  private receive(message: FromChild): void {
    if (message.kind === 'ready') return;
    const request = this.pending.get(message.id);
    if (request === undefined) return;
    if (message.kind === 'progress') {
      request.onProgress?.(message.progress);
      return;
    }
    this.pending.delete(message.id);
    request.release();
    if (message.kind === 'result') request.resolve(message.result);
    else request.reject(StrongroomError.fromPayload(message.error));
  }

  private end(error: StrongroomError): void {
    this.isAlive = false;
    for (const request of this.pending.values()) {
      request.release();
      request.reject(error);
    }
    this.pending.clear();
  }

  private crash(code: number | null, signal: NodeJS.Signals | null): StrongroomError {
    const how = signal === null ? `exit code ${String(code ?? 'unknown')}` : `signal ${signal}`;
    const words = this.lastWords.trim();
    return new StrongroomError(
      'ENGINE_CRASHED',
      `The ${this.settings.role} engine ended unexpectedly (${how}).`,
      {
        expected: 'an engine that runs until its work is done',
        received: words === '' ? how : `${how}; its last words: ${words}`,
        next:
          signal === 'SIGKILL'
            ? 'Nothing saved was harmed. It may have run out of memory: close other programs or use fewer rows, then start again.'
            : 'Nothing saved was harmed. Start again; if it happens again, report it with the text above.',
      },
    );
  }

  /** Waits for the last words of a process that has ended, but not on others that may hold its pipe open. */
  private async drain(): Promise<void> {
    const { stderr } = this.process;
    if (stderr === null || stderr.readableEnded || stderr.destroyed) return;
    const giveUp = new AbortController();
    await Promise.race([
      once(stderr, 'close', { signal: giveUp.signal }).catch(() => undefined),
      wait(drainMilliseconds, undefined, { signal: giveUp.signal }).catch(() => undefined),
    ]);
    giveUp.abort();
  }

  private keepWords(chunk: Buffer): void {
    this.lastWords = (this.lastWords + chunk.toString('utf8')).slice(-wordsKept);
  }
}
