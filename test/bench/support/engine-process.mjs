import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const entry = resolve(import.meta.dirname, '../../../out/main/engine-child.js');

/** A child of the engine as the application starts it, asked one task at a time. */
export class EngineProcess {
  #child;
  #id = 0;

  constructor(child) {
    this.#child = child;
    child.setMaxListeners(1000);
  }

  static async start(role) {
    const child = fork(entry, [role], { stdio: 'inherit' });
    await new Promise((done) => child.once('message', done));
    return new EngineProcess(child);
  }

  /** Runs a task; throws what it fails with. */
  async run(task, params) {
    const id = ++this.#id;
    const answer = new Promise((done, fail) => {
      const listen = (message) => {
        if (message.id !== id || message.kind === 'progress') return;
        this.#child.off('message', listen);
        if (message.kind === 'result') done(message.result);
        else fail(new Error(message.error.message));
      };
      this.#child.on('message', listen);
      this.#child.once('exit', (code) => fail(new Error(`The engine ended with ${code}.`)));
    });
    this.#child.send({ kind: 'run', id, task, params });
    return answer;
  }

  /** Largest resident size so far, in MiB; Linux only. */
  async peakMemory() {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8').catch(() => '');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
  }

  stop() {
    this.#child.removeAllListeners('exit');
    this.#child.kill();
  }
}
