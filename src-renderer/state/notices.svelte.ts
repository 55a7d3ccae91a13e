import { normalizeError, type ErrorPayload } from '../../src-main/contract';

export interface Notice {
  id: number;
  tone: 'done' | 'error';
  text: string;
  /** The whole error, for a notice of a failure that has no place of its own in a view. */
  error: ErrorPayload | null;
  /** What can be done about it at once, such as to undo it. */
  action?: NoticeAction | undefined;
}

export interface NoticeAction {
  label: string;
  run: () => void;
}

/** Ended well: the notice goes by itself. Failures stay until they are closed. */
const shownMilliseconds = 6000;
/** One has to read what can be done, and decide. */
const shownWithAction = 12_000;

/** Short messages that float over every view. */
export class Notices {
  list = $state.raw<Notice[]>([]);
  private lastId = 0;

  say(text: string, action?: NoticeAction): void {
    const id = this.add({ tone: 'done', text, error: null, action });
    setTimeout(() => this.close(id), action === undefined ? shownMilliseconds : shownWithAction);
  }

  /** For failures of small actions; long ones show theirs where the person acted. */
  fail(thrown: unknown): void {
    const error = normalizeError(thrown).toPayload();
    if (error.code === 'CANCELLED') return;
    this.add({ tone: 'error', text: error.message, error });
  }

  close(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  private add(notice: Omit<Notice, 'id'>): number {
    this.lastId += 1;
    const known = this.list.filter(({ text, tone }) => text !== notice.text || tone !== notice.tone);
    this.list = [...known, { ...notice, id: this.lastId }].slice(-4);
    return this.lastId;
  }
}
