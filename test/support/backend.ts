import type { z } from 'zod';
import { calls } from '../../src-main/contract/calls';
import type { CallArguments, CallName, CallResult } from '../../src-main/contract/calls';
import type { EventName, EventPayload } from '../../src-main/contract/events';
import type { Backend, EventListener, Handlers } from '../../src-main/services/backend';
import { exampleOf } from './examples';

const results: { [Name in CallName]: { result: z.ZodType<CallResult<Name>> } } = calls;

/** Services whose answers are examples; the transports around them are the real ones. */
export interface ExampleBackend extends Backend {
  emit<Name extends EventName>(event: Name, payload: EventPayload<Name>): void;
  /** Every call that arrived, in order, with the parameters as the handler got them. */
  calledWith: [CallName, unknown][];
  listeners: Set<EventListener>;
}

/** @param overrides handlers of this test's own. */
export function createExampleBackend(overrides: Partial<Handlers> = {}): ExampleBackend {
  const calledWith: [CallName, unknown][] = [];
  const example =
    <Name extends CallName>(name: Name) =>
    async (params: CallArguments<Name>): Promise<CallResult<Name>> => {
      calledWith.push([name, params]);
      return exampleOf(results[name].result);
    };
  const handlers: Handlers = {
    'app.describe': example('app.describe'),
    'doctor.report': example('doctor.report'),
    'jobs.cancel': example('jobs.cancel'),
    'projects.list': example('projects.list'),
    'projects.create': example('projects.create'),
    'projects.open': example('projects.open'),
    'projects.current': example('projects.current'),
    'projects.rename': example('projects.rename'),
    'projects.remove': example('projects.remove'),
    'projects.bin': example('projects.bin'),
    'projects.restore': example('projects.restore'),
    'projects.erase': example('projects.erase'),
    'samples.list': example('samples.list'),
    'uploads.begin': example('uploads.begin'),
    'uploads.append': example('uploads.append'),
    'uploads.abort': example('uploads.abort'),
    'datasets.inspect': example('datasets.inspect'),
    'datasets.import': example('datasets.import'),
    'datasets.profile': example('datasets.profile'),
    'datasets.analyse': example('datasets.analyse'),
    'datasets.drift': example('datasets.drift'),
    'datasets.pair': example('datasets.pair'),
    'datasets.rows': example('datasets.rows'),
    'datasets.view': example('datasets.view'),
    'datasets.find': example('datasets.find'),
    'datasets.look': example('datasets.look'),
    'datasets.keepLook': example('datasets.keepLook'),
    'datasets.thumbnails': example('datasets.thumbnails'),
    'datasets.image': example('datasets.image'),
    'datasets.contactSheet': example('datasets.contactSheet'),
    'datasets.addImages': example('datasets.addImages'),
    'datasets.rejected': example('datasets.rejected'),
    'datasets.export': example('datasets.export'),
    'datasets.combination': example('datasets.combination'),
    'datasets.combine': example('datasets.combine'),
    'datasets.remove': example('datasets.remove'),
    'recipes.update': example('recipes.update'),
    'recipes.undo': example('recipes.undo'),
    'recipes.redo': example('recipes.redo'),
    'recipes.preview': example('recipes.preview'),
    'recipes.plan': example('recipes.plan'),
    'cleaning.preview': example('cleaning.preview'),
    'cleaning.table': example('cleaning.table'),
    'recipes.split': example('recipes.split'),
    'cleaning.suggest': example('cleaning.suggest'),
    'cleaning.group-categories': example('cleaning.group-categories'),
    'recipes.augmentation': example('recipes.augmentation'),
    'sessions.start': example('sessions.start'),
    'sessions.stop': example('sessions.stop'),
    'sessions.pause': example('sessions.pause'),
    'sessions.setLearningRate': example('sessions.setLearningRate'),
    'sessions.recipe': example('sessions.recipe'),
    'sessions.resume': example('sessions.resume'),
    'sessions.discard': example('sessions.discard'),
    'sessions.list': example('sessions.list'),
    'queue.add': example('queue.add'),
    'queue.remove': example('queue.remove'),
    'queue.move': example('queue.move'),
    'queue.release': example('queue.release'),
    'runs.get': example('runs.get'),
    'runs.layers': example('runs.layers'),
    'runs.rename': example('runs.rename'),
    'runs.mark': example('runs.mark'),
    'runs.repeat': example('runs.repeat'),
    'runs.join': example('runs.join'),
    'runs.decide': example('runs.decide'),
    'runs.remove': example('runs.remove'),
    'runs.restore': example('runs.restore'),
    'runs.erase': example('runs.erase'),
    'runs.exportFormats': example('runs.exportFormats'),
    'runs.export': example('runs.export'),
    'runs.measureExport': example('runs.measureExport'),
    'runs.measureSmaller': example('runs.measureSmaller'),
    'runs.checkFile': example('runs.checkFile'),
    'runs.predict': example('runs.predict'),
    'downloads.read': example('downloads.read'),
    ...overrides,
  };
  const listeners = new Set<EventListener>();
  return {
    handlers,
    calledWith,
    listeners,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit(event, payload) {
      for (const listener of listeners) listener(event, payload);
    },
    close: async () => undefined,
  };
}
