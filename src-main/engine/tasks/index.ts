import { StrongroomError } from '../../contract/errors';
import type { ChildRole, TaskHandlers, TaskName } from '../protocol';

/**
 * The task modules of each role. Imported dynamically, so that a process loads the one native engine of its
 * role and no other.
 */
const modules: Record<ChildRole, (() => Promise<{ handlers: TaskHandlers }>)[]> = {
  data: [() => import('./data')],
  tensors: [() => import('./tensors'), () => import('./export')],
  onnx: [() => import('./onnx')],
  images: [() => import('./images')],
};

/** One map out of several. Throws INTERNAL when two of them handle the same task. */
export function mergeHandlers(maps: TaskHandlers[]): TaskHandlers {
  const merged: TaskHandlers = {};
  for (const map of maps) {
    for (const name of Object.keys(map) as TaskName[]) {
      if (Object.hasOwn(merged, name)) {
        throw new StrongroomError('INTERNAL', `The task ${name} is handled twice in one role.`);
      }
    }
    Object.assign(merged, map);
  }
  return merged;
}

/** Loads the handlers of a role, and with them its native engine. */
export async function loadHandlers(role: ChildRole): Promise<TaskHandlers> {
  const loaded = await Promise.all(modules[role].map((load) => load()));
  return mergeHandlers(loaded.map(({ handlers }) => handlers));
}

export function isChildRole(text: string | undefined): text is ChildRole {
  return text !== undefined && Object.hasOwn(modules, text);
}
