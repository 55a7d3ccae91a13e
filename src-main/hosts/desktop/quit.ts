import type { SessionState } from '../../contract/schemas/runs';
import type { Backend } from '../../services/backend';

const working: readonly SessionState[] = ['preparing', 'training', 'evaluating'];

/** What quitting needs of the system, given so that it can be tested. */
export interface QuitParts {
  backend: Pick<Backend, 'handlers' | 'close'>;
  /** Asks whether training may be stopped; true to quit. */
  ask(training: number): Promise<boolean>;
  /** Ends the program without asking further. */
  exit(): void;
  /** Ending takes longer than this only when something hangs. */
  milliseconds: number;
}

/**
 * The one way out: asks while training runs, then puts everything away, then ends. Asked again while the question
 * stands or while it ends, it does nothing.
 */
export class Quitting {
  private state: 'running' | 'asking' | 'ending' = 'running';

  constructor(private readonly parts: QuitParts) {}

  get isEnding(): boolean {
    return this.state === 'ending';
  }

  async request(): Promise<void> {
    if (this.state !== 'running') return;
    this.state = 'asking';
    const training = await this.countTraining();
    if (training > 0 && !(await this.parts.ask(training))) {
      this.state = 'running';
      return;
    }
    this.state = 'ending';
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => (timer = setTimeout(resolve, this.parts.milliseconds)));
    // A failure to put away must not keep the window from closing.
    await Promise.race([this.parts.backend.close().catch(() => undefined), tooLong]);
    clearTimeout(timer);
    this.parts.exit();
  }

  private async countTraining(): Promise<number> {
    const sessions = await this.parts.backend.handlers['sessions.list']({}).catch(() => []);
    return sessions.filter(({ state }) => working.includes(state)).length;
  }
}
