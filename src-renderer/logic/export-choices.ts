import {
  exportTargets,
  smallerNetworkInfo,
  smallerNetworks,
  type ExportMeasure,
  type ExportTarget,
  type ModelFormatChoice,
  type QuantizationChoice,
  type SmallerNetwork,
} from '../../src-main/contract';
import type { IconName } from '../components/icons';

export interface TargetInfo {
  name: ExportTarget;
  title: string;
  sentence: string;
  icon: IconName;
}

const about: Record<ExportTarget, Omit<TargetInfo, 'name'>> = {
  server: {
    title: 'Server',
    sentence: 'Other programs ask it for answers: Node, C#, Java, Python, or the server of the kit.',
    icon: 'server',
  },
  browser: { title: 'Browser', sentence: 'Answers in a web page; rows never leave it.', icon: 'browser' },
  phone: { title: 'Phone', sentence: 'Inside an app, also without a network.', icon: 'phone' },
  microcontroller: {
    title: 'Microcontroller',
    sentence: 'A few hundred kilobytes of memory and no operating system.',
    icon: 'device',
  },
  python: { title: 'Python', sentence: 'Notebooks, pipelines, further training.', icon: 'code' },
};

/** Where a model can go, in the order in which it is asked. */
export const targets: readonly TargetInfo[] = exportTargets.map((name) => ({ name, ...about[name] }));

/** The formats that suit a target and can hold the model, the best first: by the place of the target in their lists. */
export function suitableFormats(
  choices: readonly ModelFormatChoice[],
  target: ExportTarget,
): ModelFormatChoice[] {
  return choices
    .filter(({ targets, refusal }) => refusal === null && targets.includes(target))
    .toSorted((a, b) => a.targets.indexOf(target) - b.targets.indexOf(target));
}

/** Formats that suit a target but cannot hold the model, with the reason. */
export const refusedFormats = (
  choices: readonly ModelFormatChoice[],
  target: ExportTarget,
): ModelFormatChoice[] =>
  choices.filter(({ targets, refusal }) => refusal !== null && targets.includes(target));

/** One file that can be made of a model. */
export interface Variant {
  format: ModelFormatChoice;
  quantization: QuantizationChoice;
}

export const variantsOf = (formats: readonly ModelFormatChoice[]): Variant[] =>
  formats.flatMap((format) => format.quantizations.map((quantization) => ({ format, quantization })));

export const variantKey = ({ format, quantization }: Variant): string =>
  `${format.name} ${quantization.name}`;

/** One file that can be made of a smaller network. */
export interface SmallerVariant {
  shrink: SmallerNetwork;
  title: string;
  sentence: string;
  quantization: QuantizationChoice;
}

/** The smaller networks that a format has weights for. */
export const smallerVariantsOf = (format: ModelFormatChoice): SmallerVariant[] =>
  smallerNetworks.flatMap((shrink) => {
    const { title, sentence, quantizations } = smallerNetworkInfo[shrink];
    return format.quantizations
      .filter(({ name }) => quantizations.includes(name))
      .map((quantization) => ({ shrink, title, sentence, quantization }));
  });

/** "Pruned by half"; with the weights where they are not kept in full. */
export function smallerTitle({ shrink, title, quantization }: SmallerVariant): string {
  // The title of one that was trained for 8 bits tells of them already.
  const weights =
    quantization.name === 'none' || shrink === 'quantization-aware'
      ? ''
      : `, ${quantization.title.toLowerCase()}`;
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}${weights}`;
}

/** The share of decisions that changed: of ordinary rows where weights are smaller, else of all that were compared. */
export function changedShare({
  quantize,
  verification,
}: Pick<ExportMeasure, 'quantize' | 'verification'>): number {
  const { ordinary, madeUpRows = 0, rows: own, hostileRows, changedDecisions } = verification;
  if (quantize !== 'none' && ordinary !== undefined)
    return ordinary.changedDecisions / Math.max(1, own + madeUpRows);
  return changedDecisions / Math.max(1, own + hostileRows);
}

/** Milliseconds as a person reads them: two digits, or the whole number from 100 on. */
export function milliseconds(value: number): string {
  if (value < 0.01) return 'under 0.01 ms';
  return `${value < 99.5 ? value.toPrecision(2) : value.toFixed(0)} ms`;
}
