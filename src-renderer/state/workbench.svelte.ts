import { createContext } from 'svelte';
import type {
  App,
  CleaningStep,
  Dataset,
  Doctor,
  Download,
  ExportFormat,
  RunId,
  RunSummary,
  Session,
} from '../../src-main/contract';
import { saveDownload, type Client } from '../api';
import { Announcing } from './announcing.svelte';
import { Cleaning } from './cleaning.svelte';
import { Images } from './images.svelte';
import { Importing } from './importing.svelte';
import { Jobs } from './jobs.svelte';
import { Looking } from './looking.svelte';
import { Navigation } from './navigation.svelte';
import { NetworkEditor } from './network-editor.svelte';
import { Notices } from './notices.svelte';
import { ProjectStore } from './project.svelte';
import { Results } from './results.svelte';
import { RunShelf } from './run-shelf.svelte';
import { Sessions } from './sessions.svelte';
import { Spellings } from './spellings.svelte';
import { Suggestions } from './suggestions.svelte';
import { Tables } from './tables';
import type { Theme } from './theme.svelte';
import { WholeTable } from './whole-table.svelte';

export const [getWorkbench, setWorkbench] = createContext<Workbench>();

/** All the state of the window, in one place. */
export class Workbench {
  readonly navigation = new Navigation();
  readonly notices = new Notices();
  readonly project: ProjectStore;
  readonly cleaning: Cleaning;
  readonly suggestions: Suggestions;
  readonly spellings: Spellings;
  readonly sessions: Sessions;
  readonly announcing: Announcing;
  readonly jobs: Jobs;
  readonly importing: Importing;
  readonly images: Images;
  readonly looking: Looking;
  readonly tables: Tables;
  /** The table after all steps, and after the step that is chosen. */
  readonly afterCleaning: WholeTable;
  readonly afterStep: WholeTable;
  readonly results: Results;
  readonly shelf: RunShelf;
  readonly editor: NetworkEditor;
  connected = $state(true);
  /** The first state has arrived. */
  ready = $state(false);
  app = $state.raw<App | null>(null);
  doctor = $state.raw<Doctor | null>(null);

  constructor(
    readonly client: Client,
    readonly theme: Theme,
  ) {
    this.jobs = new Jobs(client);
    this.project = new ProjectStore(client, this.notices, this.jobs);
    this.cleaning = new Cleaning(client, this.project, this.notices, this.navigation);
    this.suggestions = new Suggestions(client, this.jobs, this.project, this.cleaning);
    this.spellings = new Spellings(client, this.jobs, this.project);
    this.sessions = new Sessions(client, (session) => this.announcing.ended(session));
    this.announcing = new Announcing(this);
    this.importing = new Importing(client, this.jobs);
    this.images = new Images(client);
    this.looking = new Looking(client, this.jobs);
    this.tables = new Tables(client, this.jobs);
    this.afterCleaning = new WholeTable(client, this.jobs);
    this.afterStep = new WholeTable(client, this.jobs);
    this.results = new Results(client, this.jobs);
    this.shelf = new RunShelf(client, this.project, this.results, this.notices);
    this.editor = new NetworkEditor(this.project, this.notices, this);
    client.on('project.changed', ({ recipe }) => this.results.follow(recipe.decision));
    client.onStatus((connected) => {
      this.connected = connected;
      if (connected) void this.refresh();
    });
  }

  /** The run that Evaluate and Export show. */
  get run(): RunSummary | null {
    const runs = this.project.state?.runs ?? [];
    return runs.find(({ id }) => id === this.navigation.run) ?? runs[0] ?? null;
  }

  /** The newest session of the open project. */
  get session(): Session | null {
    return this.sessions.latestOf(this.project.state?.id ?? null);
  }

  /** The session of the open project that trains now. */
  get training(): Session | null {
    const { active } = this.sessions;
    return active?.project === this.project.state?.id ? active : null;
  }

  /** The session that trains now for a project that is not open. */
  get trainingElsewhere(): Session | null {
    const { active } = this.sessions;
    return active?.project === this.project.state?.id ? null : active;
  }

  /** Starts training, or puts it into the queue while another one is under way; what keeps it from that is told. */
  async train(): Promise<void> {
    try {
      if (this.sessions.active === null) {
        await this.sessions.start();
        this.navigation.run = null;
      } else {
        const { name } = await this.sessions.enqueue();
        this.notices.say(`${name} waits for its turn.`);
      }
      this.navigation.go('train');
    } catch (error) {
      this.notices.fail(error);
    }
  }

  /** Trains a run again, exactly; what may make a difference is told. */
  async repeat(run: RunId): Promise<void> {
    await this.attempt(async () => {
      const notes = await this.sessions.repeat(run);
      this.navigation.run = null;
      this.navigation.go('train');
      for (const { message, next } of notes) this.notices.say([message, next].filter(Boolean).join(' '));
    });
  }

  async stop(session: RunId, keep: boolean): Promise<void> {
    await this.attempt(() => this.sessions.stop(session, keep));
  }

  async pause(session: RunId, paused: boolean): Promise<void> {
    await this.attempt(() => this.sessions.pause(session, paused));
  }

  async resume(session: RunId): Promise<void> {
    await this.attempt(() => this.sessions.resume(session));
  }

  async discardInterrupted(session: RunId): Promise<void> {
    await this.attempt(() => this.sessions.discard(session));
  }

  async save(download: Download): Promise<void> {
    await this.attempt(async () => {
      await saveDownload(this.client, download);
      this.notices.say(`${download.name} was saved.`);
    });
  }

  /**
   * Makes a file of a data set and saves it; what the format could not hold as it is is told.
   * @param steps saves the table after them; through: after one of them instead of the last.
   */
  async saveData(
    dataset: Dataset,
    format: ExportFormat,
    after?: { steps: readonly CleaningStep[]; through: string | null },
  ): Promise<void> {
    await this.attempt(async () => {
      const { download, warnings } = await this.jobs.run(`Save ${dataset.name}`, async (job) => {
        const chosen = { dataset: dataset.id, format };
        if (after === undefined) return this.client.call('datasets.export', { job: job.id, ...chosen });
        const { table } = await this.client.call('cleaning.table', {
          job: job.id,
          steps: [...after.steps],
          ...(after.through === null ? {} : { through: after.through }),
        });
        return this.client.call('datasets.export', {
          job: job.id,
          ...chosen,
          ...(table === null ? {} : { cleaned: table }),
        });
      });
      await this.save(download);
      for (const { message } of warnings) this.notices.say(message);
    });
  }

  /** Does something small and tells if it fails. */
  async attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.notices.fail(error);
    }
  }

  /** Asks for all state anew: at the start and after a lost connection. */
  private async refresh(): Promise<void> {
    try {
      await Promise.all([
        this.project.refresh(),
        this.sessions.refresh(),
        this.client.call('app.describe', {}).then((app) => (this.app = app)),
      ]);
      this.ready = true;
    } catch (error) {
      if (this.connected) this.notices.fail(error);
    }
    // Slow on some machines, and nothing waits for it.
    this.client.call('doctor.report', {}).then(
      (doctor) => (this.doctor = doctor),
      () => undefined,
    );
  }
}
