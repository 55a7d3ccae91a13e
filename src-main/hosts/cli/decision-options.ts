import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { calibrationChoices, thresholdSettingsSchema } from '../../contract/schemas/class-decision';
import type {
  CalibrationChoice,
  ClassDecision,
  DecisionSettings,
  ThresholdSettings,
} from '../../contract/schemas/class-decision';
import { formatNumber } from './text';

export interface DecisionFlags {
  calibration?: CalibrationChoice | undefined;
  threshold?: ThresholdSettings | undefined;
}

/** `half`, `f1`, `youden`, `cost=FALSE_ALARM:MISS` or a number between 0 and 1. */
export function thresholdOf(text: string): ThresholdSettings {
  const [, falseAlarm, miss] = /^cost=([^:]+):([^:]+)$/.exec(text) ?? [];
  const settings =
    falseAlarm !== undefined
      ? { rule: 'cost', falseAlarm: Number(falseAlarm), miss: Number(miss) }
      : text === 'half' || text === 'f1' || text === 'youden'
        ? { rule: text }
        : { rule: 'hand', threshold: text.trim() === '' ? Number.NaN : Number(text) };
  const parsed = thresholdSettingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(
    'Expected half, f1, youden, a number between 0 and 1, or cost=FALSE_ALARM:MISS such as cost=1:10.',
  );
}

export const addDecisionOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--calibration <method>',
        'how outputs become probabilities, learned from rows kept out of training (default: auto)',
      ).choices(calibrationChoices),
    )
    .option(
      '--threshold <rule>',
      'from which probability on the second of two classes is chosen: half, f1, youden, cost=FALSE_ALARM:MISS or a number (default: half)',
      thresholdOf,
    );

/** What the flags say, and else what was decided before. */
export const withDecisionFlags = (
  before: DecisionSettings,
  { calibration = before.calibration, threshold = before.threshold }: DecisionFlags,
): DecisionSettings => ({ calibration, threshold });

/** Calibration and threshold in words. @param classes of the model. */
export function decisionText(decision: ClassDecision | undefined, classes: readonly string[] | null): string {
  if (decision === undefined) return '';
  const { threshold, reason } = decision;
  const chosen =
    threshold === null
      ? ''
      : ` ${classes?.[1] ?? 'The second class'} is chosen from a probability of ${formatNumber(threshold)} on.`;
  return `${reason}${chosen}`;
}
