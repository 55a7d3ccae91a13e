import type { Writable } from 'node:stream';

/** What the terminal part of a stream tells of itself. */
export interface ProgressStream extends Pick<Writable, 'write'> {
  isTTY?: boolean;
  columns?: number;
}

const barWidth = 24;
/** Without a terminal a line is written at most this often, unless the work has come to another stage. */
const lineSeconds = 5;
const drawSeconds = 0.1;

/** Seconds as a person says them. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return 'under 1 s';
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${String(minutes)} min ${String(whole % 60)} s`
    : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** Shows progress on stderr: a bar that is drawn over on a terminal, else lines now and then. */
export class Progress {
  private stage = '';
  private drawnAt = -Infinity;
  private isDrawn = false;

  constructor(
    private readonly stream: ProgressStream,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** @param fraction 0 to 1, or null when the end cannot be known. */
  show(fraction: number | null, detail: string, secondsLeft: number | null): void {
    // "Training, epoch 12" is the same stage as "Training, epoch 11".
    const stage = detail.replace(/\d+/g, '#');
    const isNew = stage !== this.stage;
    const pause = this.stream.isTTY === true ? drawSeconds : lineSeconds;
    if (!isNew && this.now() - this.drawnAt < pause) return;
    this.stage = stage;
    this.drawnAt = this.now();
    const percent = fraction === null ? '' : `${String(Math.floor(fraction * 100)).padStart(3)} %`;
    const left = secondsLeft === null ? '' : `${formatSeconds(secondsLeft)} left`;
    const words = [percent, detail, left].filter((part) => part !== '').join('  ');
    if (this.stream.isTTY === true) {
      const filled = Math.round((fraction ?? 0) * barWidth);
      const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
      const text = `${bar} ${words}`.slice(0, (this.stream.columns ?? 80) - 1);
      this.stream.write(`\r\u001b[2K${text}`);
      this.isDrawn = true;
    } else {
      this.stream.write(`${words.trim()}\n`);
    }
  }

  /** Takes the bar away. */
  end(): void {
    if (this.isDrawn) this.stream.write('\r\u001b[2K');
    this.isDrawn = false;
  }
}
