import {
  findingsOf,
  type FileCheck,
  type PredictionResult,
  type RenamedColumn,
  type RunId,
  type UploadId,
} from '../../src-main/contract';
import { uploadFile, type Client } from '../api';
import type { Jobs } from './jobs.svelte';
import { make, nothing, type Making } from './making';

const uploadShare = 0.3;

/** One file that a run is to predict: how it compares with the training, and what was predicted. */
export class FilePrediction {
  name = $state('');
  /** Columns of the file that a person took for those of the model. */
  renamed = $state.raw<readonly RenamedColumn[]>([]);
  check = $state.raw<Making<FileCheck>>(nothing);
  prediction = $state.raw<Making<PredictionResult>>(nothing);
  private upload: UploadId | null = null;

  constructor(
    private readonly client: Client,
    private readonly jobs: Jobs,
    private readonly run: RunId,
  ) {}

  get busy(): boolean {
    return this.check.job !== null || this.prediction.job !== null;
  }

  /** Sends a file and compares it; predicts at once when it is like the training data. */
  async open(file: File): Promise<void> {
    await this.forget();
    this.name = file.name;
    this.renamed = [];
    this.prediction = nothing;
    await make(
      this.jobs,
      `Check ${file.name}`,
      async (job) => {
        const upload = await uploadFile(this.client, file, {
          signal: job.signal,
          onProgress: (fraction) => job.reportBefore(uploadShare, fraction, `Opening ${file.name}`),
        });
        this.upload = upload;
        return this.client.call('runs.checkFile', {
          job: job.id,
          run: this.run,
          source: { kind: 'upload', upload },
        });
      },
      (check) => (this.check = check),
    );
    const { result } = this.check;
    if (result !== null && findingsOf(result) === 0) await this.predict();
  }

  /** Takes columns of the file for those of the model, and compares anew. */
  async rename(renamed: readonly RenamedColumn[]): Promise<void> {
    const { upload } = this;
    if (upload === null) return;
    this.renamed = renamed;
    await make(
      this.jobs,
      `Check ${this.name}`,
      (job) =>
        this.client.call('runs.checkFile', {
          job: job.id,
          run: this.run,
          source: { kind: 'upload', upload },
          renamed: [...renamed],
        }),
      (check) => (this.check = check),
    );
  }

  /** Predicts the rows of the file that was compared. */
  async predict(): Promise<void> {
    const { upload } = this;
    if (upload === null) return;
    await make(
      this.jobs,
      `Predict ${this.name}`,
      (job) =>
        this.client.call('runs.predict', {
          job: job.id,
          run: this.run,
          source: { kind: 'upload', upload },
          renamed: [...this.renamed],
        }),
      (prediction) => (this.prediction = prediction),
    );
    // The main side lets go of a file that it predicted.
    if (this.prediction.result !== null) this.upload = null;
  }

  private async forget(): Promise<void> {
    const { upload } = this;
    this.upload = null;
    this.check = nothing;
    if (upload !== null) await this.client.call('uploads.abort', { upload }).catch(() => undefined);
  }
}
