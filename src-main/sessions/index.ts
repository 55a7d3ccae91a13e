export type { Engine } from './engine';
export { SessionRegistry } from './registry';
export { Supervisor, currentSearch, findNode } from './supervisor';
export { TimeLeft } from './time-left';
export {
  TrainingSession,
  type SessionListener,
  type SessionHome,
  type SessionPlan,
} from './training-session';
