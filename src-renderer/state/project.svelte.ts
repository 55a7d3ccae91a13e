import {
  enabledSteps,
  normalizeError,
  type Cleaned,
  type Column,
  type ColumnRole,
  type ColumnTransform,
  type ColumnType,
  type Dataset,
  type DatasetId,
  type ErrorPayload,
  type Plan,
  type Profile,
  type ProjectId,
  type ProjectState,
  type ProjectSummary,
  type Recipe,
  type Sample,
  type SplitPreview,
  type TransformPreview,
} from '../../src-main/contract';
import type { Client } from '../api';
import type { Job, Jobs } from './jobs.svelte';
import type { Notices } from './notices.svelte';
import { needsRows } from '../logic/split';
import { withDataset, withRole, withTarget, withType } from '../logic/recipe-edits';

/** Milliseconds after which cleaning is shown in the status bar. */
const shownAfter = 300;

/** The table that is trained on. */
export interface Table {
  columns: readonly Column[];
  rows: number;
  profile: Profile | null;
}

/** The open project: a read-only copy of what the main side pushes, and the intentions that change it. */
export class ProjectStore {
  state = $state.raw<ProjectState | null>(null);
  list = $state.raw<ProjectSummary[]>([]);
  samples = $state.raw<Sample[]>([]);
  plan = $state.raw<Plan | null>(null);
  planError = $state.raw<ErrorPayload | null>(null);
  /** Which rows go where, for splits that the plan cannot foresee; null for the others, and until it is known. */
  split = $state.raw<SplitPreview | null>(null);
  profile = $state.raw<Profile | null>(null);
  profileError = $state.raw<ErrorPayload | null>(null);
  /** What the cleaning steps make of the data set; null where nothing is cleaned, the last one that could be else. */
  cleaned = $state.raw<Cleaned | null>(null);
  /** How often the whole table was cleaned. */
  cleanedNumber = $state(0);
  /** Why steps cannot be done, by their ids. */
  stepErrors = $state.raw<Readonly<Record<string, ErrorPayload>>>({});
  private changesUnderWay = 0;
  private queue: Promise<unknown> = Promise.resolve();
  private planNumber = 0;
  private planKey = '';
  private planJob: Job | null = null;
  private profileOf: DatasetId | null = null;
  private splitOf = '';

  constructor(
    private readonly client: Client,
    private readonly notices: Notices,
    private readonly jobs: Jobs,
  ) {
    client.on('project.changed', (state) => this.accept(state));
  }

  get recipe(): Recipe | null {
    return this.state?.recipe ?? null;
  }

  /** The data set that the recipe trains on. */
  get dataset(): Dataset | null {
    const id = this.recipe?.data.dataset ?? null;
    return this.state?.datasets.find((dataset) => dataset.id === id) ?? null;
  }

  /** The table after cleaning, as far as it is known; the data set itself where nothing is cleaned. */
  get table(): Table | null {
    const { dataset, cleaned } = this;
    if (dataset === null) return null;
    if (cleaned === null) return { columns: dataset.columns, rows: dataset.rows, profile: this.profile };
    const { profile } = cleaned;
    return { columns: profile.columns, rows: profile.rows, profile };
  }

  /** Resolves when the changes made so far have reached the main side. */
  get settled(): Promise<unknown> {
    return this.queue;
  }

  async refresh(): Promise<void> {
    this.accept(await this.client.call('projects.current', {}));
    this.samples = await this.client.call('samples.list', {});
    this.list = await this.client.call('projects.list', {});
  }

  async create(name: string): Promise<void> {
    this.accept(await this.client.call('projects.create', { name }));
    this.list = await this.client.call('projects.list', {});
  }

  async open(project: ProjectId): Promise<void> {
    this.accept(await this.client.call('projects.open', { project }));
    this.list = await this.client.call('projects.list', {});
  }

  async rename(project: ProjectId, name: string): Promise<void> {
    await this.client.call('projects.rename', { project, name });
    this.list = await this.client.call('projects.list', {});
  }

  /** Puts a project into the bin; another one is shown when it was this one. */
  async remove(project: ProjectSummary): Promise<void> {
    this.accept(await this.client.call('projects.remove', { project: project.id }));
    this.list = await this.client.call('projects.list', {});
    this.notices.say(`${project.name} is in the bin.`, {
      label: 'Undo',
      run: () => void this.restore(project.id).catch((error: unknown) => this.notices.fail(error)),
    });
  }

  /** Brings a project back from the bin, and opens it. */
  async restore(project: ProjectId): Promise<void> {
    await this.client.call('projects.restore', { project });
    await this.open(project);
  }

  /** Shows the change at once and sends it; the main side's word is final. */
  async change(edit: (recipe: Recipe) => Recipe): Promise<void> {
    if (this.state === null) return;
    const recipe = edit(this.state.recipe);
    this.state = { ...this.state, recipe };
    await this.send(() => this.client.call('recipes.update', { recipe }));
  }

  /** Takes the last change back, and says which. Changes under way reach the main side first. */
  async undo(): Promise<void> {
    if (this.state?.canUndo !== true) return;
    await this.send(async () => {
      const state = await this.client.call('recipes.undo', {});
      if (state.redoes !== undefined) this.notices.say(`Undone: ${state.redoes}`);
      return state;
    });
  }

  /** Does again what was taken back last, and says what. */
  async redo(): Promise<void> {
    if (this.state?.canRedo !== true) return;
    await this.send(async () => {
      const state = await this.client.call('recipes.redo', {});
      if (state.undoes !== undefined) this.notices.say(`Redone: ${state.undoes}`);
      return state;
    });
  }

  chooseTarget(target: string | null): Promise<void> {
    return this.change((recipe) => withTarget(recipe, target));
  }

  chooseRole(column: string, role: ColumnRole, type: ColumnType): Promise<void> {
    return this.change((recipe) => withRole(recipe, column, role, type));
  }

  chooseType(column: string, type: ColumnType, role: ColumnRole): Promise<void> {
    return this.change((recipe) => withType(recipe, column, type, role));
  }

  /** What a choice would make of a column; nothing is changed. */
  previewTransform(column: string, transform: ColumnTransform): Promise<TransformPreview> {
    return this.client.call('recipes.preview', { column, transform });
  }

  chooseDataset(dataset: Dataset): Promise<void> {
    return this.change((recipe) => withDataset(recipe, dataset));
  }

  async removeDataset(dataset: DatasetId): Promise<void> {
    await this.client.call('datasets.remove', { dataset });
  }

  /** Changes are sent one after the other, so that the last one made is the last one kept. */
  private send(call: () => Promise<ProjectState>): Promise<void> {
    this.changesUnderWay += 1;
    const sent = this.queue.then(async () => {
      try {
        const state = await call();
        this.changesUnderWay -= 1;
        this.accept(state);
      } catch (error) {
        this.changesUnderWay -= 1;
        this.notices.fail(error);
        // What was shown in advance is taken back.
        await this.client.call('projects.current', {}).then(
          (state) => this.accept(state),
          () => undefined,
        );
      }
    });
    this.queue = sent;
    return sent;
  }

  private accept(state: ProjectState): void {
    const before = this.state;
    const shown = this.changesUnderWay > 0 && before?.id === state.id ? before.recipe : state.recipe;
    this.state = { ...state, recipe: shown };
    if (this.changesUnderWay > 0) return;
    if (before?.id !== state.id) {
      this.plan = null;
      this.profile = null;
      this.profileOf = null;
      this.forgetCleaned();
    }
    void this.loadPlan();
    void this.loadProfile();
    void this.loadSplit();
  }

  /** Asks for the plan again, after cleaning was cancelled. */
  planAgain(): void {
    this.planKey = '';
    void this.loadPlan();
  }

  private async loadPlan(): Promise<void> {
    const { recipe, state } = this;
    const key = JSON.stringify([state?.id, recipe, state?.datasets.map(({ id }) => id)]);
    // What is told of other things, such as runs, does not begin the cleaning anew.
    if (key === this.planKey && this.planJob !== null) return;
    this.planKey = key;
    this.planNumber += 1;
    const number = this.planNumber;
    this.planJob?.cancel();
    this.planJob = null;
    const cleans = enabledSteps(recipe?.cleaning ?? []).length > 0;
    const ask = async (job?: Job): Promise<Plan> => {
      if (job === undefined) return this.client.call('recipes.plan', {});
      this.planJob = job;
      return this.client.call('recipes.plan', { job: job.id });
    };
    try {
      const plan = await (cleans ? this.jobs.run('Cleaning', ask, shownAfter) : ask());
      if (number !== this.planNumber) return;
      this.plan = plan;
      this.planError = null;
      if (cleans) await this.loadCleaned(number);
      else this.forgetCleaned();
    } catch (thrown) {
      if (number !== this.planNumber) return;
      this.plan = null;
      this.planError = normalizeError(thrown).toPayload();
    } finally {
      if (number === this.planNumber) this.planJob = null;
    }
  }

  private forgetCleaned(): void {
    this.cleaned = null;
    this.stepErrors = {};
  }

  /** The table after cleaning; where a step cannot be done, which and why. */
  private async loadCleaned(number: number): Promise<void> {
    try {
      const cleaned = await this.jobs.run(
        'Cleaning',
        (job) => {
          this.planJob = job;
          return this.client.call('cleaning.table', { job: job.id });
        },
        shownAfter,
      );
      if (number !== this.planNumber) return;
      this.cleaned = cleaned;
      this.cleanedNumber += 1;
      this.stepErrors = {};
    } catch (thrown) {
      if (normalizeError(thrown).code !== 'STEP_INVALID') throw thrown;
      const { errors } = await this.client.call('cleaning.preview', { step: null, limit: 1 });
      if (number === this.planNumber) this.stepErrors = errors;
    }
  }

  /** Asks for the summary of the columns again, after that was cancelled or failed. */
  profileAgain(): void {
    this.profileOf = null;
    void this.loadProfile();
  }

  private async loadProfile(): Promise<void> {
    const dataset = this.dataset?.id ?? null;
    if (dataset === this.profileOf) return;
    this.profileOf = dataset;
    this.profile = null;
    this.profileError = null;
    if (dataset === null) return;
    try {
      const profile = await this.jobs.run(
        'Summing up the columns',
        (job) => this.client.call('datasets.profile', { job: job.id, dataset }),
        shownAfter,
      );
      if (this.profileOf === dataset) this.profile = profile;
    } catch (thrown) {
      if (this.profileOf === dataset) this.profileError = normalizeError(thrown).toPayload();
    }
  }

  /** The rows are only looked at when something changed that the split depends on. */
  private async loadSplit(): Promise<void> {
    const { recipe, dataset } = this;
    const isNeeded = recipe !== null && dataset !== null && recipe.target !== null && needsRows(recipe.split);
    const key = isNeeded
      ? JSON.stringify([
          dataset.id,
          recipe.target,
          recipe.task,
          recipe.seed,
          recipe.split,
          recipe.columns,
          recipe.cleaning,
        ])
      : '';
    if (key === this.splitOf) return;
    this.splitOf = key;
    if (key === '') {
      this.split = null;
      return;
    }
    try {
      const split = await this.client.call('recipes.split', {});
      if (this.splitOf === key) this.split = split;
    } catch (thrown) {
      if (this.splitOf !== key) return;
      this.split = null;
      this.notices.fail(thrown);
    }
  }
}
