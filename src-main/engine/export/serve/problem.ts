/** A cell, a column or a request that is not as the contract says. */
export interface Problem {
  /** Row of the request, from 1; null for the whole request. */
  row: number | null;
  column: string | null;
  expected: string;
  received: string;
}

/** Problems that one answer names at most. */
export const mostProblems = 100;

/** An answer other than 200. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly next: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
  }
}

/** A value as it is named in an error: short, and in quotes where it is text. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
