import { jobIdSchema, type JobId } from '../../src-main/contract';
import type { Client } from '../api';

/** One long call under way, from the upload of its file to its end. */
export class Job {
  title: string;
  fraction = $state<number | null>(0);
  detail = $state('');
  secondsLeft = $state<number | null>(null);
  cancelling = $state(false);
  /** How much of the bar was taken by what went before the call, such as an upload. */
  private before = 0;
  private readonly controller = new AbortController();

  constructor(
    readonly id: JobId,
    title: string,
    private readonly client: Client,
  ) {
    this.title = title;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Ends the work early; the call under way then fails with CANCELLED. */
  cancel(): void {
    if (this.cancelling) return;
    this.cancelling = true;
    this.controller.abort();
    // A lost connection ends the call by itself, and the main side forgets the job with it.
    this.client.call('jobs.cancel', { job: this.id }).catch(() => undefined);
  }

  /** Tells of work that comes before the call and takes this share of the bar. */
  reportBefore(share: number, fraction: number, detail: string): void {
    this.before = share;
    this.fraction = share * fraction;
    this.detail = detail;
  }

  /** Tells how far the call is. */
  report(fraction: number | null, detail: string, secondsLeft: number | null): void {
    this.fraction = fraction === null ? null : this.before + (1 - this.before) * fraction;
    this.detail = detail;
    this.secondsLeft = secondsLeft;
  }
}

/** Work that was started here and is not done: the status bar shows it in every view. */
export class Jobs {
  list = $state.raw<Job[]>([]);

  private active: readonly Job[] = [];

  constructor(private readonly client: Client) {
    client.on('job.progress', ({ job: id, fraction, detail, secondsLeft }) => {
      this.active.find((job) => job.id === id)?.report(fraction, detail, secondsLeft);
    });
  }

  /**
   * Runs work under a new job id; `work` passes the id to the call and reports its own part, if any.
   * @param showAfter milliseconds after which the job is shown, so that what is done at once does not flicker.
   */
  async run<T>(title: string, work: (job: Job) => Promise<T>, showAfter = 0): Promise<T> {
    const job = new Job(newJobId(), title, this.client);
    this.active = [...this.active, job];
    const show = (): void => {
      this.list = [...this.list, job];
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (showAfter === 0) show();
    else timer = setTimeout(show, showAfter);
    try {
      return await work(job);
    } finally {
      clearTimeout(timer);
      this.active = this.active.filter((other) => other !== job);
      this.list = this.list.filter((other) => other !== job);
    }
  }
}

function newJobId(): JobId {
  const random = crypto.getRandomValues(new Uint8Array(12));
  return jobIdSchema.parse([...random].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}
