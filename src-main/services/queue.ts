import type { Handlers } from './backend';
import type { House } from './house';
import { nameOfNext, newRunId, requireTrainable } from './work/start-session';

type QueueCalls = 'queue.add' | 'queue.remove' | 'queue.move' | 'queue.release';

export function queueHandlers(house: House): Pick<Handlers, QueueCalls> {
  const { current, queue } = house;
  return {
    'queue.add': async () => {
      const project = await current.get();
      const { recipe } = project;
      requireTrainable(recipe);
      const item = {
        id: newRunId(),
        name: nameOfNext(house, project),
        addedAt: new Date().toISOString(),
        recipe,
        state: 'waiting',
        error: null,
      } as const;
      await queue.add(project, item);
      return item;
    },
    'queue.remove': async ({ queued }) => {
      await queue.remove(await current.get(), queued);
      return { done: true };
    },
    'queue.move': async ({ queued, place }) => {
      await queue.move(await current.get(), queued, place);
      return { done: true };
    },
    'queue.release': async () => {
      await queue.release(await current.get());
      return { done: true };
    },
  };
}
