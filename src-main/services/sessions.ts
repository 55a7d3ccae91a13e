import type { Handlers } from './backend';
import type { House } from './house';
import { startSession } from './work/start-session';

export function sessionHandlers(
  house: House,
): Pick<Handlers, 'sessions.start' | 'sessions.stop' | 'sessions.list'> {
  return {
    'sessions.start': async () => (await startSession(house, await house.current.get())).current,
    'sessions.stop': async ({ session, keep }) => {
      house.sessions.get(session).stop(keep);
      return { done: true };
    },
    'sessions.list': async () => house.sessions.list(),
  };
}
