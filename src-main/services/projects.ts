import type { Handlers } from './backend';
import { StrongroomError } from '../contract/errors';
import type { ProjectId } from '../contract/schemas/common';
import type { House } from './house';

type ProjectCalls =
  | 'projects.list'
  | 'projects.create'
  | 'projects.open'
  | 'projects.current'
  | 'projects.rename'
  | 'projects.remove'
  | 'projects.bin'
  | 'projects.restore'
  | 'projects.erase';

/** Throws BUSY while a training of the project is under way. */
function requireQuiet({ sessions }: House, project: ProjectId): void {
  const active = sessions.list().find((session) => session.project === project);
  if (active !== undefined && sessions.get(active.id).isActive) {
    throw new StrongroomError('BUSY', `${active.name} of this project is still under way.`, {
      received: `a session that is ${active.state}`,
      next: 'Wait until it ends, or stop it.',
    });
  }
}

export function projectHandlers(house: House): Pick<Handlers, ProjectCalls> {
  const { workspace, current } = house;
  return {
    'projects.list': () => workspace.list(),
    'projects.create': async ({ name }) => (await current.create(name)).state,
    'projects.open': async ({ project }) => (await current.open(project)).state,
    'projects.current': async () => (await current.get()).state,
    'projects.rename': async ({ project, name }) => {
      await workspace.rename(project, name);
      current.changed(await current.get());
      return { done: true };
    },
    'projects.remove': async ({ project }) => {
      requireQuiet(house, project);
      house.queue.forget(project);
      return (await current.remove(project)).state;
    },
    'projects.bin': () => workspace.listRemoved(),
    'projects.restore': async ({ project }) => {
      await workspace.restore(project);
      return { done: true };
    },
    'projects.erase': async ({ project }) => {
      await workspace.erase(project);
      return { done: true };
    },
  };
}
