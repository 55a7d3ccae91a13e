import type {
  CalibrationChoice,
  Cuts,
  DecisionSettings,
  Evaluation,
  Run,
  ThresholdRule,
} from '../../src-main/contract';
import { measured, percentage } from './numbers';

export const calibrationNames: Readonly<Record<CalibrationChoice, string>> = {
  auto: 'where it helps',
  none: 'none',
  temperature: 'one temperature',
  platt: 'Platt scaling',
  isotonic: 'isotonic regression',
};

export const ruleNames: Readonly<Record<ThresholdRule, string>> = {
  half: 'the more probable class',
  f1: 'highest F1',
  youden: "Youden's J",
  cost: 'least cost of errors',
  hand: 'by hand',
};

/** What a threshold decides on the rows that cuts are of. */
export interface Outcomes {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
}

/** Of the nearest threshold that is kept, which decides the same unless there are very many rows. */
export function outcomesAt({ positives, negatives, points }: Cuts, threshold: number): Outcomes {
  // From the highest down: the last that is not below it.
  let [found, alarms] = [0, 0];
  for (const [probability, truePositives, falsePositives] of points) {
    if (probability < threshold) break;
    [found, alarms] = [truePositives, falsePositives];
  }
  return {
    truePositives: found,
    falsePositives: alarms,
    falseNegatives: positives - found,
    trueNegatives: negatives - alarms,
  };
}

/** confusion[actual][predicted]. */
export const confusionOf = (outcomes: Outcomes): number[][] => [
  [outcomes.trueNegatives, outcomes.falsePositives],
  [outcomes.falseNegatives, outcomes.truePositives],
];

const share = (part: number, whole: number): string => (whole === 0 ? 'none' : percentage(part / whole));

/** What a threshold means to a person, for the second class. */
export function outcomeWords(
  outcomes: Outcomes,
  name: string,
): { term: string; value: string; note: string }[] {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = outcomes;
  return [
    {
      term: 'Recall',
      value: share(truePositives, truePositives + falseNegatives),
      note: `of all ${name} are found`,
    },
    {
      term: 'Precision',
      value: share(truePositives, truePositives + falsePositives),
      note: `of those called ${name} are`,
    },
    {
      term: 'False alarms',
      value: share(falsePositives, falsePositives + trueNegatives),
      note: 'of all other rows',
    },
  ];
}

/** The threshold that decides; one half where the more probable class is chosen. */
export const thresholdOf = (run: Pick<Run, 'decision'>): number => run.decision?.threshold ?? 0.5;

/** The settings that a run was decided with. */
export const decisionOf = (run: Pick<Run, 'decision' | 'recipe'>): DecisionSettings =>
  run.decision?.settings ?? run.recipe.decision;

/** Calibration and threshold in a few words, for lists of settings; null for numbers. */
export function decisionWords(run: Pick<Run, 'decision' | 'classes'>): string | null {
  const { decision, classes } = run;
  if (decision === undefined || classes === null) return null;
  const calibration =
    decision.calibration === null ? 'not calibrated' : calibrationNames[decision.calibration.kind];
  if (decision.threshold === null) return calibration;
  return `${calibration}, ${classes[1] ?? ''} from ${measured(decision.threshold, 3)} on`;
}

/** The calibration error in words that say how much it matters. */
export function reliabilityVerdict({ error }: NonNullable<Evaluation['reliability']>): string {
  const said = `On average they are ${percentage(error)} off (expected calibration error).`;
  return error < 0.03 ? `The probabilities can be taken at their word. ${said}` : said;
}
