import type {
  ChildRole,
  TaskName,
  TaskParams,
  TaskProgress,
  TaskResult,
  TrainControl,
} from '../engine/protocol';

/** What may go along with a task. */
export interface TaskOptions {
  /** Aborting it cancels the task; a child that does not stop within the grace is killed. */
  signal?: AbortSignal;
  onProgress?: (progress: TaskProgress) => void;
}

/** A task under way in a child. */
export interface StartedTask<Name extends TaskName> {
  /** Rejects with the task's own error, CANCELLED after an abort, or ENGINE_CRASHED when the child ended. */
  result: Promise<TaskResult<Name>>;
  control(control: TrainControl): void;
}

/** The engine as services and sessions see it: tasks by name, wherever they run. */
export interface Engine {
  start<Name extends TaskName>(
    task: Name,
    params: TaskParams<Name>,
    options?: TaskOptions & { role?: ChildRole },
  ): StartedTask<Name>;
  /** `start` for those who only want the result. */
  run<Name extends TaskName>(
    task: Name,
    params: TaskParams<Name>,
    options?: TaskOptions & { role?: ChildRole },
  ): Promise<TaskResult<Name>>;
  close(): Promise<void>;
}

/** Which process a task runs in. `describe` is asked of every role, so its caller names one. */
export const taskRoles: Record<Exclude<TaskName, 'describe'>, ChildRole> = {
  inspect: 'data',
  'export-data': 'data',
  import: 'data',
  summarise: 'data',
  'preview-steps': 'data',
  clean: 'data',
  'suggest-steps': 'data',
  'group-categories': 'data',
  rows: 'data',
  'table-view': 'data',
  find: 'data',
  analyse: 'data',
  drift: 'data',
  pair: 'data',
  prepare: 'data',
  split: 'data',
  'preview-transform': 'data',
  frame: 'data',
  'write-predictions': 'data',
  'raw-rows': 'data',
  'raw-frame': 'data',
  'check-values': 'data',
  'rename-columns': 'data',
  combination: 'data',
  combine: 'data',
  train: 'tensors',
  join: 'tensors',
  augment: 'tensors',
  predict: 'tensors',
  evaluate: 'tensors',
  decide: 'tensors',
  'export-formats': 'tensors',
  'export-model': 'tensors',
  'input-contract': 'tensors',
  'write-kit': 'tensors',
  'hostile-frame': 'tensors',
  'import-network': 'tensors',
  'ordinary-frame': 'tensors',
  encode: 'tensors',
  shrink: 'tensors',
  'split-frame': 'tensors',
  'survey-files': 'images',
  'gather-images': 'images',
  'resize-images': 'images',
  thumbnails: 'images',
  'show-image': 'images',
  'contact-sheet': 'data',
  'image-paths': 'data',
  'place-images': 'data',
  verify: 'onnx',
  'onnx-about': 'onnx',
};

/** Short tasks that share one process of their role; every other task has a process to itself while it runs. */
export const sharedTasks: ReadonlySet<TaskName> = new Set<TaskName>([
  'inspect',
  'rows',
  'pair',
  'combination',
  'split',
  'preview-steps',
  'preview-transform',
  'export-formats',
  'input-contract',
  'survey-files',
  'thumbnails',
  'show-image',
  'contact-sheet',
  'describe',
]);
