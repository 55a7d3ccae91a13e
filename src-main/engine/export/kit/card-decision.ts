import type { CalibrationMethod, ThresholdSettings } from '../../../contract/schemas/class-decision';
import type { Run } from '../../../contract/schemas/runs';
import type { Block } from './document';
import { heading, number, percent, table } from './card-words';

const methods: Record<CalibrationMethod, string> = {
  temperature: 'one temperature that all outputs are divided by (Guo et al. 2017)',
  platt: 'Platt scaling, sigmoid(slope × output + intercept)',
  isotonic: 'isotonic regression',
};

/** Why the threshold lies where it does. */
function whyThreshold(settings: ThresholdSettings, second: string): string {
  switch (settings.rule) {
    case 'half':
      return 'the more probable class';
    case 'f1':
      return `where F1 of ${second} was highest on rows kept out of training`;
    case 'youden':
      return `where the share found of ${second} less the share of false alarms (Youden’s J) was highest on rows kept out of training`;
    case 'cost':
      return `where errors cost least on rows kept out of training: a miss of ${second} costs ${number(settings.miss)}, a false alarm ${number(settings.falseAlarm)}`;
    case 'hand':
      return 'chosen by a person';
  }
}

function thresholdRow({ decision, classes }: Run): string[] {
  const second = classes?.[1] ?? '';
  if (classes?.length !== 2) return ['Decision', 'The most probable class.'];
  if (!decision) return ['Decision threshold', '0.5: the more probable class.'];
  const { threshold, settings } = decision;
  return [
    'Decision threshold',
    `${second} from a probability of ${number(threshold ?? 0.5)} on, else ${classes[0] ?? ''}: ${whyThreshold(settings.threshold, second)}.`,
  ];
}

function calibrationRows({ decision, evaluation }: Run): string[][] {
  if (!decision) return [['Calibration', 'None was learned.']];
  const { calibration, evidence, reason } = decision;
  const isUsed = calibration !== null;
  const rows = [
    [
      'Calibration',
      isUsed ? `${methods[calibration.kind]}, learned from rows kept out of training.` : 'None.',
    ],
    ['Why', reason],
  ];
  if (evidence !== null) {
    const { before, after, rows: count } = evidence;
    const tried = after === null ? '' : isUsed ? ` before, ${percent(after.error)} after` : ' without';
    rows.push([
      'Expected calibration error, rows kept out',
      `${percent(before.error)}${tried} (${String(count)} rows, each calibrated by others of them)`,
    ]);
  }
  const { reliability } = evaluation;
  if (reliability !== undefined) {
    const of = reliability.class === null ? 'the class that was chosen' : reliability.class;
    rows.push([
      'Expected calibration error, test rows',
      `${percent(reliability.error)} ${isUsed ? 'after calibration' : 'without calibration'}, for the probability of ${of} (${String(evaluation.rows)} rows${isUsed ? '; before it was not measured on these' : ''})`,
    ]);
  }
  return rows;
}

/** How outputs became probabilities, and probabilities decisions; none for numbers. */
export function decisionBlocks(run: Run): Block[] {
  if (run.classes === null) return [];
  const bins = run.evaluation.reliability?.bins ?? [];
  return [
    heading('Probabilities and decision'),
    table(['', ''], [...calibrationRows(run), thresholdRow(run)]),
    ...(bins.length === 0
      ? []
      : [
          table(
            ['Predicted probability (mean)', 'Came true', 'Test rows'],
            bins.map(({ predicted, actual, rows }) => [percent(predicted), percent(actual), String(rows)]),
          ),
        ]),
  ];
}

/** What to be careful of with probabilities; none for numbers. */
export function decisionLimits({ classes, decision }: Run): string[] {
  if (classes === null) return [];
  return [
    decision !== undefined && decision.calibration !== null
      ? 'Probabilities are calibrated for rows like those of the training. Where the shares of the classes change, calibrate and choose the threshold anew.'
      : 'Probabilities are those of the network, not calibrated. Check how often they come true before people depend on them.',
  ];
}
