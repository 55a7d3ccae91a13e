import { StrongroomError, normalizeError } from '../contract/errors';
import type { ProjectId, RunId } from '../contract/schemas/common';
import type { Queued } from '../contract/schemas/queue';
import type { Project } from '../workspace';

export interface QueueHost {
  /** Whether something trains. */
  isBusy(): boolean;
  /** Begins a training; resolves when it trains. Throws what keeps it from that, BUSY when something else was quicker. */
  start(project: Project, item: Queued, signal: AbortSignal): Promise<void>;
  changed(project: Project): void;
}

/** Starts what waits in the queues of the open projects, one after the other, whenever nothing trains. */
export class RunQueue {
  private readonly projects = new Set<Project>();
  private starting: { id: RunId; abort: AbortController } | null = null;
  private isClosed = false;
  private working: Promise<void> = Promise.resolve();

  constructor(private readonly host: QueueHost) {}

  async add(project: Project, item: Queued): Promise<void> {
    await project.queue.add(item);
    this.projects.add(project);
    this.host.changed(project);
    this.next();
  }

  async remove(project: Project, id: RunId): Promise<void> {
    project.queue.get(id);
    if (this.starting?.id === id) this.starting.abort.abort();
    await project.queue.remove(id);
    this.host.changed(project);
  }

  async move(project: Project, id: RunId, place: number): Promise<void> {
    project.queue.get(id);
    await project.queue.move(id, place);
    this.host.changed(project);
  }

  /** Lets what was held, or failed to start, have its turn. */
  async release(project: Project): Promise<void> {
    for (const { id, state } of project.queue.list())
      if (state === 'held' || state === 'failed')
        await project.queue.mark(id, { state: 'waiting', error: null });
    this.projects.add(project);
    this.host.changed(project);
    this.next();
  }

  /** Of a project that is closed: what waits in it has its turn when it is opened again. */
  forget(id: ProjectId): void {
    for (const project of this.projects) {
      if (project.id !== id) continue;
      if (project.queue.list().some((item) => item.id === this.starting?.id)) this.starting?.abort.abort();
      this.projects.delete(project);
    }
  }

  /** Starts the next one, if nothing trains. What cannot be started says why, and the one after it is tried. */
  next(): void {
    if (this.isClosed || this.starting !== null || this.host.isBusy()) return;
    const [first] = [...this.projects]
      .flatMap((project) => {
        const item = project.queue.list().find(({ state }) => state === 'waiting');
        return item === undefined ? [] : [{ project, item }];
      })
      .sort((a, b) => a.item.addedAt.localeCompare(b.item.addedAt));
    if (first === undefined) return;
    const abort = new AbortController();
    this.starting = { id: first.item.id, abort };
    this.working = this.start(first.project, first.item, abort.signal).then((goesOn) => {
      this.starting = null;
      if (goesOn) this.next();
    });
  }

  /** @returns whether the next one may be tried at once. */
  private async start(project: Project, item: Queued, signal: AbortSignal): Promise<boolean> {
    const { queue } = project;
    try {
      await queue.mark(item.id, { state: 'starting' });
      this.host.changed(project);
      await this.host.start(project, item, signal);
      await queue.remove(item.id);
      return true;
    } catch (thrown) {
      const error = normalizeError(thrown);
      // Somebody started another one while the table was made ready: its end is told.
      const isLate = error instanceof StrongroomError && error.code === 'BUSY';
      const isLeft = this.isClosed || isLate;
      await queue
        .mark(item.id, isLeft ? { state: 'waiting' } : { state: 'failed', error: error.toPayload() })
        .catch(() => undefined);
      return !isLeft;
    } finally {
      this.host.changed(project);
    }
  }

  /** Resolves when nothing is being started. */
  async settled(): Promise<void> {
    while (this.starting !== null) await this.working;
  }

  /** Nothing begins any more. Resolves when what was being started waits again. */
  close(): Promise<void> {
    this.isClosed = true;
    this.starting?.abort.abort();
    return this.settled();
  }
}
