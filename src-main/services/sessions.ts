import type { Handlers } from './backend';
import type { House } from './house';
import { resumeSession, startSession } from './work/start-session';

type SessionCalls =
  | 'sessions.start'
  | 'sessions.stop'
  | 'sessions.pause'
  | 'sessions.setLearningRate'
  | 'sessions.recipe'
  | 'sessions.resume'
  | 'sessions.discard'
  | 'sessions.list';

export function sessionHandlers(house: House): Pick<Handlers, SessionCalls> {
  return {
    'sessions.start': async () => (await startSession(house, await house.current.get())).current,
    'sessions.stop': async ({ session, keep }) => {
      house.sessions.get(session).stop(keep);
      return { done: true };
    },
    'sessions.pause': async ({ session, paused }) => {
      house.sessions.get(session).pause(paused);
      return { done: true };
    },
    'sessions.setLearningRate': async ({ session, learningRate }) => {
      house.sessions.get(session).setLearningRate(learningRate);
      return { done: true };
    },
    'sessions.recipe': async ({ session }) => house.sessions.get(session).recipe,
    'sessions.resume': async ({ session }) =>
      resumeSession(house, await house.current.get(), session).current,
    'sessions.discard': async ({ session }) => {
      house.sessions.requireNone();
      const project = await house.current.get();
      await project.sessions.discard(project.sessions.get(session).id);
      house.current.changed(project);
      return { done: true };
    },
    'sessions.list': async () => house.sessions.list(),
  };
}
