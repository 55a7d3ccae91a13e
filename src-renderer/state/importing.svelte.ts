import { SvelteMap } from 'svelte/reactivity';
import {
  normalizeError,
  type Combination,
  type CombineChoice,
  type ColumnType,
  type Dataset,
  type DatasetId,
  type ErrorPayload,
  type Inspection,
  type Reading,
  type UploadId,
} from '../../src-main/contract';
import { uploadFile, zipOf, type Client } from '../api';
import { asksForChoice, mayHoldSeveral } from '../logic/reading';
import type { Job, Jobs } from './jobs.svelte';

export interface ImportChoices {
  reading?: Partial<Reading>;
  types?: Record<string, ColumnType>;
}

/** How much of an import's bar is the upload. */
const uploadShare = 0.3;
/** And of that, reading a folder. */
const packShare = 0.1;

/** Getting files into the project: upload, first look, import. What it is at survives a change of view. */
export class Importing {
  job = $state.raw<Job | null>(null);
  error = $state.raw<ErrorPayload | null>(null);
  /** The last file tried, so that it can be read again in another way. */
  lastFile = $state.raw<File | null>(null);
  /** The file that was looked at last, and its upload. */
  private looked: { file: File; upload: Promise<UploadId> } | null = null;
  /** The file of which it is asked what to read of it: it has several sheets, or a title above its table. */
  asked = $state.raw<File | null>(null);
  /** Data sets of files that came together, of which it is asked whether they are to be one. */
  arrived = $state.raw<DatasetId[] | null>(null);
  /** Files of data sets that were imported in this window, by data set. */
  private readonly files = new SvelteMap<string, File>();

  constructor(
    private readonly client: Client,
    private readonly jobs: Jobs,
  ) {}

  /** The file that a data set came from, while this window still knows it. */
  fileOf(dataset: string): File | null {
    return this.files.get(dataset) ?? null;
  }

  async file(file: File, choices: ImportChoices = {}): Promise<Dataset | null> {
    this.lastFile = file;
    const dataset = await this.work(`Import ${file.name}`, async (job) => {
      const looked = this.looked?.file === file ? this.looked.upload : null;
      // The import takes the upload with it.
      if (looked !== null) this.looked = null;
      const upload =
        looked !== null
          ? await looked
          : await uploadFile(this.client, file, {
              signal: job.signal,
              onProgress: (fraction) => job.reportBefore(uploadShare, fraction, `Opening ${file.name}`),
            });
      return this.client.call('datasets.import', {
        job: job.id,
        source: { kind: 'upload', upload },
        ...choices,
      });
    });
    if (dataset !== null) this.files.set(dataset.id, file);
    return dataset;
  }

  /** Imports a file that was chosen, dropped or pasted; asks first when it may hold several tables. */
  async take(file: File): Promise<void> {
    if (this.job !== null) return;
    // What is wrong with the file is told by the import.
    const found = mayHoldSeveral(file.name) ? await this.inspect(file, {}).catch(() => null) : null;
    if (found !== null && asksForChoice(found)) {
      this.lastFile = file;
      this.asked = file;
    } else await this.file(file);
  }

  /** Imports a folder of pictures that was chosen or dropped: its files go to the main side as one archive. */
  async folder(name: string, list: () => Promise<{ path: string; file: File }[]>): Promise<void> {
    const dataset = await this.work(`Import ${name}`, async (job) => {
      const zip = await zipOf(name, await list(), (fraction) =>
        job.reportBefore(packShare, fraction, `Opening ${name}`),
      );
      const upload = await uploadFile(this.client, zip, {
        signal: job.signal,
        onProgress: (fraction) =>
          job.reportBefore(
            uploadShare,
            packShare / uploadShare + fraction * (1 - packShare / uploadShare),
            `Opening ${name}`,
          ),
      });
      return this.client.call('datasets.import', { job: job.id, source: { kind: 'upload', upload } });
    });
    if (dataset !== null) this.lastFile = null;
  }

  /** Puts the pictures of a folder in place of the paths that a data set has of them: a new data set. */
  async addImages(
    dataset: Dataset,
    name: string,
    list: () => Promise<{ path: string; file: File }[]>,
  ): Promise<void> {
    await this.work(`Add pictures of ${name}`, async (job) => {
      const upload = await uploadFile(this.client, await zipOf(name, await list()), {
        signal: job.signal,
        onProgress: (fraction) => job.reportBefore(uploadShare, fraction, `Opening ${name}`),
      });
      return this.client.call('datasets.addImages', { job: job.id, dataset: dataset.id, upload });
    });
  }

  /** Imports files that came together, one after the other, and asks whether they are to be one. */
  async takeAll(files: readonly File[]): Promise<void> {
    const [only] = files;
    if (only === undefined || this.job !== null) return;
    if (files.length === 1) return this.take(only);
    const made: DatasetId[] = [];
    let failed: { file: File; error: ErrorPayload } | null = null;
    for (const file of files) {
      const dataset = await this.file(file);
      if (dataset !== null) made.push(dataset.id);
      else if (this.error === null) return;
      else failed ??= { file, error: this.error };
    }
    if (failed !== null) {
      this.error = failed.error;
      this.lastFile = failed.file;
    }
    if (made.length > 1) this.arrived = made;
  }

  /** What combining would give. Throws COMBINE_UNSUITABLE. */
  combination(datasets: readonly DatasetId[], how: CombineChoice): Promise<Combination> {
    return this.client.call('datasets.combination', { datasets: [...datasets], how });
  }

  combine(datasets: readonly DatasetId[], how: CombineChoice): Promise<Dataset | null> {
    return this.work('Combine data sets', (job) =>
      this.client.call('datasets.combine', { job: job.id, datasets: [...datasets], how }),
    );
  }

  sample(id: string, title: string): Promise<Dataset | null> {
    return this.work(`Open sample ${title}`, (job) =>
      this.client.call('datasets.import', { job: job.id, source: { kind: 'sample', sample: id } }),
    );
  }

  /** Reads the kept file of a data set in another way. */
  again(dataset: Dataset, choices: ImportChoices): Promise<Dataset | null> {
    return this.work(`Read ${dataset.name} again`, (job) =>
      this.client.call('datasets.import', {
        job: job.id,
        source: { kind: 'dataset', dataset: dataset.id },
        ...choices,
      }),
    );
  }

  /**
   * Looks at the beginning of a file, or of the kept file of a data set, without importing it. Throws what is wrong
   * with it. A file stays uploaded, for the next look and the import, until `forget`.
   */
  async inspect(source: File | Dataset, reading: Partial<Reading>): Promise<Inspection> {
    if (!(source instanceof File)) {
      const { id } = source;
      return this.client.call('datasets.inspect', { source: { kind: 'dataset', dataset: id }, reading });
    }
    if (this.looked?.file !== source) {
      this.forget();
      const upload = uploadFile(this.client, source);
      this.looked = { file: source, upload };
      upload.catch(() => (this.looked = null));
    }
    const upload = await this.looked.upload;
    return this.client.call('datasets.inspect', { source: { kind: 'upload', upload }, reading });
  }

  /** Gives up the file that was looked at. */
  forget(): void {
    const { looked } = this;
    this.looked = null;
    looked?.upload.then((upload) => this.client.call('uploads.abort', { upload })).catch(() => undefined);
  }

  private async work(title: string, run: (job: Job) => Promise<Dataset>): Promise<Dataset | null> {
    if (this.job !== null) return null;
    this.error = null;
    try {
      return await this.jobs.run(title, (job) => {
        this.job = job;
        return run(job);
      });
    } catch (thrown) {
      const error = normalizeError(thrown).toPayload();
      this.error = error.code === 'CANCELLED' ? null : error;
      return null;
    } finally {
      this.job = null;
    }
  }
}
