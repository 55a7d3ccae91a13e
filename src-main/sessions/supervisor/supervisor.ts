import { StrongroomError } from '../../contract/errors';
import type { ChildRole, TaskName, TaskParams, TaskResult } from '../../engine/protocol';
import { sharedTasks, taskRoles, type Engine, type StartedTask, type TaskOptions } from '../engine';
import { EngineChild, type ChildSettings } from './engine-child';

export interface SupervisorSettings {
  /** Found when the first child is started, so that a missing Node is an error of that request. */
  node(): string;
  entry: string;
  graceMilliseconds?: number;
  /** How long a child without work is kept for the next request. */
  idleMilliseconds?: number;
}

const defaultGrace = 2_000;
const defaultIdle = 30_000;

interface Lane {
  child: EngineChild;
  role: ChildRole;
  /** Runs short tasks side by side now; otherwise it runs one long task. Any task may take an idle lane. */
  isShared: boolean;
  idleTimer: NodeJS.Timeout | undefined;
}

/**
 * Starts engine processes when there is work and ends them when there is none. Short tasks of a role share a
 * process; each long task (an import, a training) has one of its own, so that cancelling or losing one never
 * touches another. A process that ended is replaced at the next request.
 */
export class Supervisor implements Engine {
  private readonly lanes = new Set<Lane>();
  private isClosed = false;

  constructor(private readonly settings: SupervisorSettings) {}

  start<Name extends TaskName>(
    task: Name,
    params: TaskParams<Name>,
    options: TaskOptions & { role?: ChildRole } = {},
  ): StartedTask<Name> {
    try {
      const lane = this.laneFor(task, options.role);
      clearTimeout(lane.idleTimer);
      const started = lane.child.start(task, params, options);
      const released = started.result.finally(() => this.rest(lane));
      return { result: released, control: started.control };
    } catch (error) {
      return { result: Promise.reject(error), control: () => undefined };
    }
  }

  run<Name extends TaskName>(
    task: Name,
    params: TaskParams<Name>,
    options: TaskOptions & { role?: ChildRole } = {},
  ): Promise<TaskResult<Name>> {
    return this.start(task, params, options).result;
  }

  /** The processes that are alive, for those who watch over them. */
  get children(): { role: ChildRole; pid: number | undefined; isIdle: boolean }[] {
    return [...this.lanes].map(({ role, child }) => ({ role, pid: child.pid, isIdle: child.isIdle }));
  }

  /** Ends every child; requests under way are rejected. Nothing can be started afterwards. */
  async close(): Promise<void> {
    this.isClosed = true;
    const lanes = [...this.lanes];
    for (const lane of lanes) clearTimeout(lane.idleTimer);
    await Promise.all(lanes.map(({ child }) => child.close()));
  }

  private laneFor(task: TaskName, wanted: ChildRole | undefined): Lane {
    if (this.isClosed) throw new StrongroomError('CANCELLED', 'The application is closing.');
    const role = task === 'describe' ? wanted : taskRoles[task];
    if (role === undefined) throw new StrongroomError('INTERNAL', `The task ${task} needs a role.`);
    const isShared = sharedTasks.has(task);
    const open = [...this.lanes].filter((lane) => lane.role === role && lane.child.isOpen);
    const found =
      (isShared ? open.find((lane) => lane.isShared && !lane.child.isIdle) : undefined) ??
      open.find((lane) => lane.child.isIdle);
    if (found === undefined) return this.open(role, isShared);
    found.isShared = isShared;
    return found;
  }

  private open(role: ChildRole, isShared: boolean): Lane {
    const settings: ChildSettings = {
      role,
      node: this.settings.node(),
      entry: this.settings.entry,
      graceMilliseconds: this.settings.graceMilliseconds ?? defaultGrace,
    };
    const lane: Lane = { child: new EngineChild(settings), role, isShared, idleTimer: undefined };
    this.lanes.add(lane);
    void lane.child.ended.then(() => {
      clearTimeout(lane.idleTimer);
      this.lanes.delete(lane);
    });
    return lane;
  }

  /** Keeps one idle process a role for the next request, for a while; ends the others at once. */
  private rest(lane: Lane): void {
    if (!lane.child.isIdle || !lane.child.isOpen || this.isClosed) return;
    const spare = [...this.lanes].some(
      (other) => other !== lane && other.role === lane.role && other.child.isOpen && other.child.isIdle,
    );
    if (spare) {
      void lane.child.close();
      return;
    }
    lane.idleTimer = setTimeout(() => {
      if (lane.child.isIdle) void lane.child.close();
    }, this.settings.idleMilliseconds ?? defaultIdle);
    lane.idleTimer.unref();
  }
}
