import type { Handlers } from './backend';
import type { House } from './house';

export function projectHandlers({
  workspace,
  current,
}: House): Pick<Handlers, 'projects.list' | 'projects.create' | 'projects.open' | 'projects.current'> {
  return {
    'projects.list': () => workspace.list(),
    'projects.create': async ({ name }) => (await current.create(name)).state,
    'projects.open': async ({ project }) => (await current.open(project)).state,
    'projects.current': async () => (await current.get()).state,
  };
}
