import type { Block } from './document';

/** What the parts of a model card are made of. */
export const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'not known' : String(Number(value.toPrecision(4)));
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const table = (header: string[], rows: string[][]): Block => ({ kind: 'table', header, rows });
export const heading = (text: string): Block => ({ kind: 'heading', text });
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
