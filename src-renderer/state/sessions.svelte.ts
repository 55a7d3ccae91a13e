import { addReadings } from '../../src-main/contract/planning';
import type {
  EpochPoint,
  EventPayload,
  LayerHistory,
  ProjectId,
  Queued,
  Recipe,
  RunId,
  Session,
  Warning,
} from '../../src-main/contract';
import type { Client } from '../api';

/** Training sessions since the program started, newest first: a read-only copy of what the main side pushes. */
export class Sessions {
  list = $state.raw<Session[]>([]);

  /** @param ended told when a session that was under way has ended. */
  constructor(
    private readonly client: Client,
    private readonly ended: (session: Session) => void = () => undefined,
  ) {
    client.on('session.changed', (session) => this.changed(session));
    client.on('session.layers', ({ session, added }) => this.look(session, added));
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

  /** What a session trains. */
  recipeOf(session: RunId): Promise<Recipe> {
    return this.client.call('sessions.recipe', { session });
  }

  /** Puts the recipe of the open project at the end of its queue. */
  enqueue(): Promise<Queued> {
    return this.client.call('queue.add', {});
  }

  async removeQueued(queued: RunId): Promise<void> {
    await this.client.call('queue.remove', { queued });
  }

  async moveQueued(queued: RunId, place: number): Promise<void> {
    await this.client.call('queue.move', { queued, place });
  }

  /** Lets what an earlier start of the program left have its turn. */
  async releaseQueue(): Promise<void> {
    await this.client.call('queue.release', {});
  }

  /** Lets the learning rate start from another value, from the next epoch on. */
  async setLearningRate(session: RunId, learningRate: number): Promise<void> {
    await this.client.call('sessions.setLearningRate', { session, learningRate });
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
    if (known === undefined) this.list = [{ ...session, history: [], layers: null }, ...this.list];
    else
      this.list = this.list.map((other) =>
        // Each fold has a history of its own.
        other === known
          ? known.fold?.number === session.fold?.number
            ? { ...known, ...session }
            : { ...known, ...session, history: [], layers: null }
          : other,
      );
    if (known !== undefined) this.tellEnd(known, session.id);
  }

  private tellEnd(before: Session, id: RunId): void {
    const now = this.list.find((session) => session.id === id);
    if (now !== undefined && isActive(before) && !isActive(now)) this.ended(now);
  }

  private look(id: RunId, added: LayerHistory): void {
    this.list = this.list.map((session) =>
      session.id === id ? { ...session, layers: addReadings(session.layers, added) } : session,
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
