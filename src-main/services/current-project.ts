import { StrongroomError } from '../contract/errors';
import type { ProjectId } from '../contract/schemas/common';
import type { Project, Workspace } from '../workspace';
import type { EventBus } from './bus';

const firstName = 'My project';

/** The project that the window shows. Every change of it is pushed whole. */
export class CurrentProject {
  private project: Promise<Project> | undefined;
  private opened: Project | undefined;

  constructor(
    private readonly workspace: Workspace,
    private readonly bus: EventBus,
  ) {}

  /** The open project; else the last one that can be opened; else a new one. */
  get(): Promise<Project> {
    return this.project ?? this.show(() => this.last());
  }

  open(id: ProjectId): Promise<Project> {
    return this.show(() => this.workspace.project(id));
  }

  create(name: string): Promise<Project> {
    return this.show(() => this.workspace.create(name));
  }

  /** Puts a project into the bin; when it is the one that is shown, another one is shown instead. */
  async remove(id: ProjectId): Promise<Project> {
    const before = await this.get();
    await this.workspace.remove(id);
    return before.id === id ? this.show(() => this.last()) : before;
  }

  /** Tells that a project changed, when it is the one that is shown. */
  changed(project: Project): void {
    if (project === this.opened) this.bus.emit('project.changed', project.state);
  }

  private show(find: () => Promise<Project>): Promise<Project> {
    const before = this.project;
    const finding = find().then(
      (project) => {
        this.opened = project;
        this.changed(project);
        return project;
      },
      (error: unknown) => {
        // What was shown before stays.
        if (this.project === finding) this.project = before;
        throw error;
      },
    );
    this.project = finding;
    return finding;
  }

  private async last(): Promise<Project> {
    for (const { id } of await this.workspace.list()) {
      try {
        return await this.workspace.project(id);
      } catch (error) {
        // One that is damaged, of a newer program, or open elsewhere must not keep the workbench from starting.
        if (
          !(error instanceof StrongroomError) ||
          error.code === 'DISK_FULL' ||
          error.code === 'NOT_WRITABLE'
        ) {
          throw error;
        }
      }
    }
    return this.workspace.create(firstName);
  }
}
