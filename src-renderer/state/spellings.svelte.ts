import {
  normalizeError,
  type ErrorPayload,
  type SpellingGroups,
  type SpellingMethod,
} from '../../src-main/contract';
import type { Client } from '../api';
import type { Job, Jobs } from './jobs.svelte';
import type { ProjectStore } from './project.svelte';

const shownAfter = 300;

/** A search for spellings of one word in a column. */
export class Spellings {
  job = $state.raw<Job | null>(null);
  error = $state.raw<ErrorPayload | null>(null);
  /** What was found last, and in which column. */
  found = $state.raw<(SpellingGroups & { column: string }) | null>(null);

  constructor(
    private readonly client: Client,
    private readonly jobs: Jobs,
    private readonly project: ProjectStore,
  ) {}

  /** Groups of the column as it is before the step; null when there are none to be had. */
  async propose(
    step: string,
    column: string,
    method: SpellingMethod,
  ): Promise<SpellingGroups['groups'] | null> {
    this.job?.cancel();
    this.error = null;
    this.found = null;
    await this.project.settled;
    const isKept = this.project.recipe?.cleaning.some(({ id }) => id === step) === true;
    let own: Job | null = null;
    try {
      const found = await this.jobs.run(
        'Looking for spellings',
        (job) => {
          own = job;
          this.job = job;
          const params = { job: job.id, step: isKept ? step : null, column, method };
          return this.client.call('cleaning.group-categories', params);
        },
        shownAfter,
      );
      this.found = { ...found, column };
      return found.groups;
    } catch (thrown) {
      const error = normalizeError(thrown).toPayload();
      if (error.code !== 'CANCELLED') this.error = error;
      return null;
    } finally {
      if (this.job === own) this.job = null;
    }
  }
}
