import { StrongroomError } from '../../contract/errors';
import type { Work } from './work';

interface Made<Result> {
  result: Promise<Result>;
  /** Who waits for it, the one that asked first among them: all are told how far it is. */
  readonly hearers: Set<Work['report']>;
}

/**
 * Work that several may ask for at the same time, by a key: they wait for one, and hear how far it is. One that fails
 * or is cancelled fails only for who asked first; the next tries again. Who waits can be cancelled without it.
 */
export class SharedWork<Result> {
  private readonly making = new Map<string, Made<Result>>();

  /** Throws CANCELLED when `work` is, and whatever `make` throws. */
  async run(key: string, work: Work, make: (work: Work) => Promise<Result>): Promise<Result> {
    let other = this.making.get(key);
    while (other !== undefined) {
      await waitFor(other, work);
      const next = this.making.get(key);
      other = next === other ? undefined : next;
    }
    const hearers = new Set([work.report]);
    const made: Made<Result> = {
      hearers,
      result: make({
        signal: work.signal,
        report: (fraction, detail) => {
          for (const report of hearers) report(fraction, detail);
        },
      }),
    };
    this.making.set(key, made);
    try {
      return await made.result;
    } finally {
      if (this.making.get(key) === made) this.making.delete(key);
    }
  }
}

/** Resolves when it is made or has failed. Throws CANCELLED when who waits is cancelled before. */
async function waitFor<Result>({ result, hearers }: Made<Result>, { signal, report }: Work): Promise<void> {
  let stop = (): void => undefined;
  const cancelled = new Promise<never>((_, reject) => {
    stop = () => reject(new StrongroomError('CANCELLED', 'The work was cancelled.'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  hearers.add(report);
  try {
    await Promise.race([result.then(ignore, ignore), cancelled]);
  } finally {
    signal.removeEventListener('abort', stop);
    hearers.delete(report);
  }
}

const ignore = (): void => undefined;
