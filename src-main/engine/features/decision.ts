import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import { classDecisionSchema } from '../../contract/schemas/class-decision';
import type { ClassDecision } from '../../contract/schemas/class-decision';
import { decisionFile } from '../protocol';
import type { Fitted } from './fitted';

type Decided = Pick<ClassDecision, 'calibration' | 'threshold'>;

/** A model that turns its outputs into probabilities and classes in that way; numbers have neither. */
export function withDecision(fitted: Fitted, decision: Decided | null): Fitted {
  if (fitted.target.kind === 'number') return fitted;
  const { kind, column, classes } = fitted.target;
  return {
    ...fitted,
    target: {
      kind,
      column,
      classes,
      ...(decision?.calibration ? { calibration: decision.calibration } : {}),
      ...(decision !== null && decision.threshold !== null ? { threshold: decision.threshold } : {}),
    },
  };
}

/** A model as its training left it. */
export const withoutDecision = (fitted: Fitted): Fitted => withDecision(fitted, null);

/** Calibration and threshold of a model's folder, where it has them. Throws MODEL_DAMAGED. */
export async function readDecision(model: string): Promise<ClassDecision | null> {
  const path = join(model, decisionFile);
  if (!existsSync(path)) return null;
  try {
    return classDecisionSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new StrongroomError('MODEL_DAMAGED', `${path} is damaged.`, {
      expected: 'the calibration and the threshold of a trained model',
      next: 'Put back a copy of the folder from a backup, or train again.',
      cause,
    });
  }
}
