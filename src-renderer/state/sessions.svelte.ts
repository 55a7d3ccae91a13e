import type { EpochPoint, EventPayload, ProjectId, RunId, Session, Warning } from '../../src-main/contract';
import type { Client } from '../api';

/** Training sessions since the program started, newest first: a read-only copy of what the main side pushes. */
export class Sessions {
  list = $state.raw<Session[]>([]);

  constructor(private readonly client: Client) {
    client.on('session.changed', (session) => this.changed(session));
    client.on('session.epochs', ({ session, points }) => this.append(session, points));
  }

  /** The one that trains now, in whatever project. */
  get active(): Session | null {
    return this.list.find(isActive) ?? null;
  }

  /** The newest one of a project. */
  latestOf(project: ProjectId | null): Session | null {
    return this.list.find((session) => session.project === project) ?? null;
  }

  async refresh(): Promise<void> {
    this.list = await this.client.call('sessions.list', {});
  }

  async start(): Promise<Session> {
    const session = await this.client.call('sessions.start', {});
    this.changed(session);
    return session;
  }

  /** Trains again as a run was trained; gives what may keep it from ending the same. */
  async repeat(run: RunId): Promise<Warning[]> {
    const { session, notes } = await this.client.call('runs.repeat', { run });
    this.changed(session);
    return notes;
  }

  async pause(session: RunId, paused: boolean): Promise<void> {
    await this.client.call('sessions.pause', { session, paused });
  }

  /** Takes up an interrupted training of the open project. */
  async resume(session: RunId): Promise<void> {
    this.changed(await this.client.call('sessions.resume', { session }));
  }

  async discard(session: RunId): Promise<void> {
    await this.client.call('sessions.discard', { session });
  }

  async stop(session: RunId, keep: boolean): Promise<void> {
    await this.client.call('sessions.stop', { session, keep });
  }

  private changed(session: EventPayload<'session.changed'>): void {
    const known = this.list.find(({ id }) => id === session.id);
    if (known === undefined) this.list = [{ ...session, history: [] }, ...this.list];
    else
      this.list = this.list.map((other) =>
        // Each fold has a history of its own.
        other === known
          ? {
              ...known,
              ...session,
              history: known.fold?.number === session.fold?.number ? known.history : [],
            }
          : other,
      );
  }

  private append(id: RunId, points: EpochPoint[]): void {
    this.list = this.list.map((session) => {
      if (session.id !== id) return session;
      // After a reconnection the list may already hold some of these.
      const last = session.history.at(-1)?.epoch ?? 0;
      return { ...session, history: [...session.history, ...points.filter(({ epoch }) => epoch > last)] };
    });
  }
}

export function isActive({ state }: Session): boolean {
  return state !== 'done' && state !== 'failed' && state !== 'cancelled';
}
