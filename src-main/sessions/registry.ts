import { StrongroomError } from '../contract/errors';
import type { RunId } from '../contract/schemas/common';
import type { Session } from '../contract/schemas/runs';
import { TrainingSession, type SessionListener, type SessionPlan } from './training-session';

/** The sessions since the program started. One trains at a time: two would only share the same cores. */
export class SessionRegistry {
  private sessions: TrainingSession[] = [];

  /** @param ended told when one has ended, whatever the cause. */
  constructor(
    private readonly listener: SessionListener,
    private readonly ended: (session: TrainingSession) => void = () => undefined,
  ) {}

  /** Throws BUSY while another session is under way. */
  start(plan: SessionPlan): TrainingSession {
    this.requireNone();
    const session = new TrainingSession(plan, this.listener);
    // One that is taken up again stands for itself before.
    this.sessions = [session, ...this.sessions.filter(({ current }) => current.id !== plan.id)];
    void session.ended.then(() => this.ended(session));
    return session;
  }

  get isBusy(): boolean {
    return this.sessions.some(({ isActive }) => isActive);
  }

  requireNone(): void {
    const active = this.sessions.find(({ isActive }) => isActive)?.current;
    if (active === undefined) return;
    throw new StrongroomError('BUSY', `${active.name} is still under way.`, {
      received: `a session that is ${active.state}`,
      next: 'Wait until it ends, or stop it.',
    });
  }

  /** Newest first. */
  list(): Session[] {
    return this.sessions.map(({ current }) => current);
  }

  /** Throws RUN_NOT_FOUND. */
  get(id: RunId): TrainingSession {
    const session = this.sessions.find(({ current }) => current.id === id);
    if (session !== undefined) return session;
    throw new StrongroomError('RUN_NOT_FOUND', `There is no training session ${id}.`, {
      next: 'It may be of an earlier start of the program: look among the runs.',
    });
  }

  /** Whether a session that is under way reads the data set. */
  isUsing(dataset: string): boolean {
    return this.sessions.some((session) => session.isActive && session.current.dataset === dataset);
  }

  /** Ends what is under way, to be taken up again later, and waits for its end. */
  async close(): Promise<void> {
    for (const session of this.sessions) if (session.isActive) session.suspend();
    await Promise.all(this.sessions.map(({ ended }) => ended));
  }
}
