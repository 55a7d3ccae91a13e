import { SvelteMap } from 'svelte/reactivity';
import {
  normalizeError,
  type ErrorPayload,
  type ExportMeasure,
  type ExportResult,
  type ExportScope,
  type ExportTarget,
  type ModelFormat,
  type ModelFormatChoice,
  type Quantization,
  type RunSummary,
} from '../../src-main/contract';
import type { Client } from '../api';
import { suitableFormats, variantKey, variantsOf, type Variant } from '../logic/export-choices';
import type { Jobs } from './jobs.svelte';
import { make, nothing, type Making } from './making';

export const exportSteps = ['target', 'format', 'size', 'verify', 'save'] as const;
export type ExportStep = (typeof exportSteps)[number];

/** One run on its way out: what was chosen, what was measured, and what was made of it. */
export class ExportWizard {
  step = $state<ExportStep>('target');
  target = $state<ExportTarget>('server');
  format = $state<ModelFormat>('onnx');
  quantize = $state<Quantization>('none');
  scope = $state<ExportScope>('pipeline');
  licence = $state('');
  /** The file is wanted although it changes more decisions than its kind of weights should. */
  acceptChanges = $state(false);
  /** The network alone has no kit: its rows are encoded already. */
  get withKit(): boolean {
    return this.wantsKit && this.scope === 'pipeline';
  }
  wantsKit = $state(true);
  /** The formats that the run can leave in; null until they are known. */
  choices = $state.raw<ModelFormatChoice[] | null>(null);
  problem = $state.raw<ErrorPayload | null>(null);
  measuring = $state(false);
  private readonly measures = new SvelteMap<string, Making<ExportMeasure>>();
  private readonly files = new SvelteMap<string, Making<ExportResult>>();
  private readonly kits = new SvelteMap<string, Making<ExportResult>>();

  constructor(
    private readonly client: Client,
    private readonly jobs: Jobs,
    private readonly run: Pick<RunSummary, 'id' | 'name'>,
  ) {}

  /** Asks for the formats, once. */
  async load(): Promise<void> {
    if (this.choices !== null) return;
    this.problem = null;
    try {
      this.choices = await this.client.call('runs.exportFormats', { run: this.run.id });
      this.chooseTarget(this.target);
    } catch (error) {
      this.problem = normalizeError(error).toPayload();
    }
  }

  get choice(): ModelFormatChoice | null {
    return this.choices?.find(({ name }) => name === this.format) ?? null;
  }

  /** Files that suit the target, in every way of keeping weights. */
  get variants(): Variant[] {
    return variantsOf(suitableFormats(this.choices ?? [], this.target));
  }

  get chosen(): Variant | null {
    const { choice, quantize } = this;
    const quantization = choice?.quantizations.find(({ name }) => name === quantize);
    return choice === null || quantization === undefined ? null : { format: choice, quantization };
  }

  chooseTarget(target: ExportTarget): void {
    this.target = target;
    const suitable = suitableFormats(this.choices ?? [], target);
    const [best] = suitable;
    if (best !== undefined && !suitable.some(({ name }) => name === this.format))
      this.chooseFormat(best.name);
  }

  chooseFormat(format: ModelFormat): void {
    this.format = format;
    const ways = this.choice?.quantizations ?? [];
    if (!ways.some(({ name }) => name === this.quantize)) this.quantize = ways[0]?.name ?? 'none';
    const scopes = this.choice?.scopes ?? [];
    if (!scopes.includes(this.scope)) this.scope = scopes[0] ?? 'pipeline';
  }

  /** Exports although more decisions changed than should. */
  async accept(): Promise<void> {
    this.acceptChanges = true;
    await this.verify();
  }

  choose({ format, quantization }: Variant): void {
    this.format = format.name;
    this.quantize = quantization.name;
    this.acceptChanges = false;
  }

  measureOf(variant: Variant): Making<ExportMeasure> {
    return this.measures.get(variantKey(variant)) ?? nothing;
  }

  /** Makes and measures every variant that was not measured yet, one after another, until one is cancelled. */
  async measure(): Promise<void> {
    if (this.measuring) return;
    this.measuring = true;
    try {
      for (const variant of this.variants) {
        if (this.measureOf(variant).result !== null) continue;
        await this.measureOne(variant);
        const { result, error } = this.measureOf(variant);
        if (result === null && error === null) break;
      }
    } finally {
      this.measuring = false;
    }
  }

  private measureOne(variant: Variant): Promise<void> {
    const { format, quantization } = variant;
    return make(
      this.jobs,
      `Measure ${format.title}, ${quantization.title.toLowerCase()}`,
      (job) =>
        this.client.call('runs.measureExport', {
          job: job.id,
          run: this.run.id,
          format: format.name,
          quantize: quantization.name,
        }),
      (making) => this.measures.set(variantKey(variant), making),
    );
  }

  /** What was exported of the choices as they stand. */
  get file(): Making<ExportResult> {
    return this.files.get(this.key) ?? nothing;
  }

  get kit(): Making<ExportResult> {
    return this.kits.get(this.key) ?? nothing;
  }

  /** Writes the file and compares its answers. */
  async verify(): Promise<void> {
    this.step = 'verify';
    await this.load();
    if (this.file.job === null && this.file.result === null) await this.export(false);
  }

  /** Makes the archive of the file and its kit. */
  makeKit(): Promise<void> {
    return this.export(true);
  }

  private export(withKit: boolean): Promise<void> {
    const { format, quantize, scope, licence, acceptChanges, key, run } = this;
    const settings = { format, quantize, scope, licence, acceptChanges };
    return make(
      this.jobs,
      withKit ? `Export ${run.name} with its kit` : `Export ${run.name}`,
      (job) => this.client.call('runs.export', { job: job.id, run: run.id, ...settings, withKit }),
      (making) => (withKit ? this.kits : this.files).set(key, making),
    );
  }

  private get key(): string {
    const { format, quantize, scope, licence, acceptChanges } = this;
    return JSON.stringify([format, quantize, scope, licence, acceptChanges]);
  }
}
