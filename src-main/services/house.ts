import type { App } from '../contract/schemas/app';
import { SessionRegistry, Supervisor, currentSearch, findNode, type Engine } from '../sessions';
import { Workspace, defaultRoot } from '../workspace';
import { EventBus } from './bus';
import { CurrentProject } from './current-project';
import { Downloads } from './downloads';
import { Jobs } from './jobs';
import { Samples } from './samples';
import { RunQueue } from './run-queue';
import { TableViews } from './table-views';
import { Uploads } from './uploads';
import { startSession } from './work/start-session';

export interface BackendOptions {
  host: App['host'];
  /** The folder that ships with the application, with samples/ in it. */
  resources: string;
  /** Where projects are kept; the platform's place when left out. */
  workspace?: string;
  /** The built entry of engine children. */
  engineEntry: string;
  version: string;
}

/** Everything that the services share, opened once for a process. */
export interface House {
  options: BackendOptions;
  workspace: Workspace;
  engine: Engine;
  bus: EventBus;
  jobs: Jobs;
  uploads: Uploads;
  downloads: Downloads;
  samples: Samples;
  views: TableViews;
  sessions: SessionRegistry;
  queue: RunQueue;
  current: CurrentProject;
  /** Cancels what is under way, ends the children, and lets go of the projects. */
  close(): Promise<void>;
}

/** Throws NOT_WRITABLE or DISK_FULL when the workspace cannot be made. */
export async function openHouse(options: BackendOptions): Promise<House> {
  const workspace = await Workspace.open(options.workspace ?? defaultRoot());
  const bus = new EventBus();
  const engine = new Supervisor({
    node: () => findNode(currentSearch(options.resources)),
    entry: options.engineEntry,
  });
  const jobs = new Jobs(bus);
  const uploads = new Uploads(workspace.scratch);
  const sessions = new SessionRegistry(
    {
      changed: ({ history: _history, layers: _layers, ...session }) => bus.emit('session.changed', session),
      epochs: (session, points) => bus.emit('session.epochs', { session, points }),
      layers: (session, added) => bus.emit('session.layers', { session, added }),
    },
    () => queue.next(),
  );
  const current = new CurrentProject(workspace, bus);
  const queue = new RunQueue({
    isBusy: () => sessions.isBusy,
    start: async (project, queued, signal) => {
      const work = { signal, report: () => undefined };
      await startSession(house, project, work, { recipe: queued.recipe, queued });
    },
    changed: (project) => current.changed(project),
  });
  const house: House = {
    options,
    workspace,
    engine,
    bus,
    jobs,
    uploads,
    downloads: new Downloads(),
    samples: new Samples(options.resources),
    views: new TableViews(engine, workspace.scratch),
    sessions,
    queue,
    current,
    close: async () => {
      const quiet = queue.close();
      await jobs.close();
      await sessions.close();
      await quiet;
      await engine.close();
      await uploads.close();
      await workspace.close();
    },
  };
  return house;
}
