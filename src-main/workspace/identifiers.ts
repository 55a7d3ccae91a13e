import { randomBytes } from 'node:crypto';

/** A new id: the time and chance, so that ids sort by age and never meet. Fit for a folder's name. */
export function newId(now: number = Date.now()): string {
  return `${now.toString(36)}-${randomBytes(5).toString('hex')}`;
}

/** What is being made or taken away carries this prefix: it is cleared away when a project opens. */
export const unfinishedPrefix = '.unfinished-';

/** A file name that every platform takes, from words that a person chose. */
export function safeFileName(text: string, fallback: string): string {
  const safe = text
    .normalize('NFC')
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 100);
  return safe === '' || /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(safe) ? fallback : safe;
}
