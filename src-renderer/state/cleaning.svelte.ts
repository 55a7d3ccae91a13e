import {
  describeStep,
  normalizeError,
  type ChosenColumn,
  type CleaningPreview,
  type CleaningStep,
  type ErrorPayload,
  type StepKind,
} from '../../src-main/contract';
import type { Client } from '../api';
import {
  beginStep,
  duplicated,
  moved,
  newStepId,
  readStep,
  replaced,
  withSteps,
  type StepValues,
} from '../logic/cleaning-steps';
import { withCorrection } from '../logic/corrections';
import type { Navigation } from './navigation.svelte';
import type { Notices } from './notices.svelte';
import type { ProjectStore } from './project.svelte';

/** Milliseconds that typing has to rest before the preview follows. */
const restMilliseconds = 150;
const pageRows = 100;

interface Draft {
  values: StepValues;
  /** The step in the recipe when editing began, as text; null for one that is not in it yet. */
  from: string | null;
}

/** The cleaning steps of the open project: which one is looked at, what it would do, and how it is edited. */
export class Cleaning {
  chosen = $state<string | null>(null);
  changedOnly = $state(false);
  /** Columns for which a step is being chosen. */
  choosing = $state.raw<readonly ChosenColumn[] | null>(null);
  /** Whether all rows are shown, or the first ones. */
  rows = $state<'first' | 'all'>('first');
  preview = $state.raw<CleaningPreview | null>(null);
  error = $state.raw<ErrorPayload | null>(null);
  /** A step that is only looked at, after all others. */
  trial = $state.raw<CleaningStep | null>(null);
  /** More rows are on their way, or there are none. */
  complete = $state(false);
  private draft = $state.raw<Draft | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private number = 0;

  constructor(
    private readonly client: Client,
    private readonly project: ProjectStore,
    private readonly notices: Notices,
    private readonly navigation: Navigation,
  ) {}

  get steps(): readonly CleaningStep[] {
    return this.project.recipe?.cleaning ?? [];
  }

  /** A step that was begun and is not complete yet. */
  get begun(): StepValues | null {
    const { draft } = this;
    if (draft?.from !== null) return null;
    return this.steps.some(({ id }) => id === draft.values.id) ? null : draft.values;
  }

  /** The chosen step as it is being edited. What changed it elsewhere, such as an undo, ends the editing. */
  get values(): StepValues | null {
    const { draft } = this;
    if (this.trial !== null) return null;
    if (draft !== null && draft.values.id === this.chosen) {
      const kept = this.steps.find(({ id }) => id === draft.values.id);
      if (draft.from === (kept === undefined ? null : JSON.stringify(kept))) return draft.values;
    }
    return this.steps.find(({ id }) => id === this.chosen) ?? null;
  }

  /** The steps with what is being edited, as far as it is complete. */
  get edited(): readonly CleaningStep[] {
    const { values, trial } = this;
    if (trial !== null) return [...this.steps, trial];
    if (values === null) return this.steps;
    const { step } = readStep(values);
    return step === null ? this.steps : replaced(this.steps, step);
  }

  /** The step whose changes are shown, of those that are complete; null for what all steps make. */
  get through(): string | null {
    const step = this.trial?.id ?? (this.values === null ? null : this.chosen);
    return this.edited.some(({ id }) => id === step) ? step : null;
  }

  /** What the preview depends on. */
  get key(): string {
    const { state, dataset, recipe } = this.project;
    const step = this.trial?.id ?? (this.values === null ? null : this.chosen);
    // What steps learned from all rows takes the place of what they learned from the first, as soon as it is there.
    const all = this.preview?.learnedFrom === 'sample' ? this.project.cleanedNumber : 0;
    return JSON.stringify([state?.id, dataset?.id, this.edited, recipe?.seed, step, this.changedOnly, all]);
  }

  choose(id: string | null): void {
    this.trial = null;
    if (id !== this.chosen && this.draft?.values.id !== id) this.draft = null;
    this.chosen = id;
  }

  /** Begins a step, and adds it as soon as it is complete. @param given values that are known already. */
  begin(
    kind: StepKind,
    columns: readonly ChosenColumn[] = [],
    given: Readonly<Record<string, unknown>> = {},
  ): void {
    const values = { ...beginStep(kind, columns, newStepId()), ...given };
    this.trial = null;
    this.chosen = values.id;
    this.draft = { values, from: null };
    this.navigation.prepare = 'clean';
    this.navigation.go('prepare');
    const { step } = readStep(values);
    if (step !== null) void this.keep(step);
  }

  /** Shows what a step would do without adding it; null ends that. */
  try(step: CleaningStep | null): void {
    this.trial = step;
  }

  /** Adds a step that was made elsewhere, at the end. */
  async adopt(step: CleaningStep): Promise<void> {
    const added = { ...step, id: newStepId() };
    this.trial = null;
    this.draft = null;
    this.chosen = added.id;
    await this.keep(added);
  }

  /** Changes one value of the chosen step. @param done false while it is still being written. */
  edit(name: string, value: unknown, done: boolean): void {
    const { values } = this;
    if (values === null) return;
    const kept = this.steps.find(({ id }) => id === values.id);
    const next = { ...values, [name]: value };
    this.draft = { values: next, from: kept === undefined ? null : JSON.stringify(kept) };
    const { step } = readStep(next);
    if (done && step !== null) void this.keep(step);
  }

  /** Corrects one cell, as a step of its own. @param row of the data set, from 0. */
  async correct(row: number, column: string, value: string | null): Promise<void> {
    const id = `correct-${crypto.randomUUID()}`;
    await this.project.change((recipe) => withCorrection(recipe, id, { row, column, value }));
  }

  async setEnabled(step: CleaningStep, enabled: boolean): Promise<void> {
    await this.keep({ ...step, enabled });
  }

  async rename(step: CleaningStep, name: string): Promise<void> {
    const trimmed = name.trim();
    const next = trimmed === '' || trimmed === describeStep({ ...step, name: null }) ? null : trimmed;
    if (next !== step.name) await this.keep({ ...step, name: next });
  }

  async move(id: string, place: number): Promise<void> {
    if (this.steps.findIndex((step) => step.id === id) === place) return;
    await this.change((steps) => moved(steps, id, place));
  }

  async duplicate(id: string): Promise<void> {
    const copy = newStepId();
    await this.change((steps) => duplicated(steps, id, copy));
    this.choose(copy);
  }

  /** Takes a step away, or gives up one that was begun. */
  async remove(id: string): Promise<void> {
    const index = this.steps.findIndex((step) => step.id === id);
    const step = this.steps[index];
    this.draft = null;
    const neighbour = this.steps[index + 1] ?? this.steps[index - 1];
    this.chosen = step === undefined ? (this.steps.at(-1)?.id ?? null) : (neighbour?.id ?? null);
    if (step === undefined) return;
    await this.change((steps) => steps.filter((other) => other.id !== id));
    this.notices.say(`Removed "${describeStep(step)}". Ctrl-Z brings it back.`);
  }

  /** Asks for the preview when what it depends on has rested. */
  refresh(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(0), this.preview === null ? 0 : restMilliseconds);
  }

  /** Asks for the rows after those that are there. */
  more(): void {
    if (this.complete || this.preview === null) return;
    this.complete = true;
    void this.load(this.preview.rows.length);
  }

  private async load(offset: number): Promise<void> {
    this.number += 1;
    const number = this.number;
    const { edited } = this;
    const chosen = this.trial?.id ?? this.chosen;
    try {
      const found = await this.client.call('cleaning.preview', {
        step: edited.some(({ id }) => id === chosen) ? chosen : null,
        steps: [...edited],
        offset,
        limit: pageRows,
        changedOnly: this.changedOnly,
      });
      if (number !== this.number) return;
      const before = offset === 0 ? [] : (this.preview?.rows ?? []);
      this.preview = { ...found, rows: [...before, ...found.rows] };
      this.complete = found.rows.length < pageRows;
      this.error = null;
    } catch (thrown) {
      if (number !== this.number) return;
      this.error = normalizeError(thrown).toPayload();
    }
  }

  private async keep(step: CleaningStep): Promise<void> {
    await this.change((steps) => replaced(steps, step));
  }

  private async change(edit: (steps: readonly CleaningStep[]) => readonly CleaningStep[]): Promise<void> {
    this.trial = null;
    await this.project.change((recipe) => withSteps(recipe, edit));
  }
}
