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
  type SmallerMeasure,
  type SmallerNetwork,
} from '../../src-main/contract';
import type { Client } from '../api';
import {
  smallerVariantsOf,
  suitableFormats,
  variantKey,
  variantsOf,
  type SmallerVariant,
  type Variant,
} from '../logic/export-choices';
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
  /** The network that is made of the run's and leaves in its place; null for the run's own. */
  shrink = $state<SmallerNetwork | null>(null);
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
  private readonly smallerMeasures = new SvelteMap<ModelFormat, Making<SmallerMeasure[]>>();
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
    this.shrink = null;
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
    this.shrink = null;
    this.acceptChanges = false;
  }

  /** Smaller networks that the chosen format can hold. */
  get smallerOnes(): SmallerVariant[] {
    return this.choice === null ? [] : smallerVariantsOf(this.choice);
  }

  chooseSmaller({ shrink, quantization }: SmallerVariant): void {
    this.quantize = quantization.name;
    this.shrink = shrink;
    this.acceptChanges = false;
  }

  /** The smaller networks of the chosen format, made and measured. */
  get smaller(): Making<SmallerMeasure[]> {
    return this.smallerMeasures.get(this.format) ?? nothing;
  }

  /** Makes and measures the smaller networks as one job. */
  async measureSmaller(): Promise<void> {
    if (this.measuring) return;
    this.measuring = true;
    const { format, run } = this;
    const title = `Measure smaller networks as ${this.choice?.title ?? format}`;
    try {
      await make(
        this.jobs,
        title,
        (job) => this.client.call('runs.measureSmaller', { job: job.id, run: run.id, format }),
        (making) => this.smallerMeasures.set(format, making),
      );
    } finally {
      this.measuring = false;
    }
  }

  /** What is known of the file that is chosen, once it was measured. */
  get measuredChoice(): ExportMeasure | null {
    const { chosen, shrink, quantize } = this;
    if (shrink === null) return chosen === null ? null : this.measureOf(chosen).result;
    return (
      this.smaller.result?.find((one) => one.shrink === shrink && one.quantize === quantize)?.measure ?? null
    );
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
    const { format, quantize, shrink, scope, licence, acceptChanges, key, run } = this;
    const network = shrink === null ? {} : { shrink };
    const settings = { format, quantize, ...network, scope, licence, acceptChanges };
    return make(
      this.jobs,
      withKit ? `Export ${run.name} with its kit` : `Export ${run.name}`,
      (job) => this.client.call('runs.export', { job: job.id, run: run.id, ...settings, withKit }),
      (making) => (withKit ? this.kits : this.files).set(key, making),
    );
  }

  private get key(): string {
    const { format, quantize, shrink, scope, licence, acceptChanges } = this;
    return JSON.stringify([format, quantize, shrink, scope, licence, acceptChanges]);
  }
}
