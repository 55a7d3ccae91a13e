import type { TaskProgress } from '../../engine/protocol';

/** A long piece of work as its doer sees it: whether to go on, and whom to tell how far it is. */
export interface Work {
  readonly signal: AbortSignal;
  /** @param fraction 0 to 1 of the whole, or null when the end cannot be known. */
  report(fraction: number | null, detail: string): void;
}

/** Work that nobody follows or cancels. */
export const unheard: Work = { signal: new AbortController().signal, report: () => undefined };

/** Work that is the part from `from` to `to` of the whole. */
export const partOf = (work: Work, from: number, to: number): Work => ({
  signal: work.signal,
  report: (fraction, detail) => work.report(fraction === null ? null : from + fraction * (to - from), detail),
});

/** Options for an engine task that is the part from `from` to `to` of the whole. */
export function part(
  work: Work,
  from: number,
  to: number,
  detail: string,
): { signal: AbortSignal; onProgress: (progress: TaskProgress) => void } {
  work.report(from, detail);
  return {
    signal: work.signal,
    onProgress: ({ fraction, detail: own }) =>
      work.report(fraction === null ? null : from + fraction * (to - from), own === '' ? detail : own),
  };
}
