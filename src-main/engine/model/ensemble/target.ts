import { StrongroomError } from '../../../contract/errors';
import { withoutDecision } from '../../features/decision';
import type { Fitted, FittedTarget } from '../../features/fitted';

type NumberTarget = Extract<FittedTarget, { kind: 'number' }>;

/** How a member's output becomes one in the units of the joined target: scale x + shift. */
export interface Rescaling {
  scale: number;
  shift: number;
}

export const isLog = ({ target }: Fitted): boolean => target.kind === 'number' && target.link === 'log';

const unsuitable = (message: string, expected: string, received: string): StrongroomError =>
  new StrongroomError('ENSEMBLE_UNSUITABLE', message, {
    expected,
    received,
    next: 'Choose runs that predict the same column in the same way.',
  });

/** The target of all members. Throws ENSEMBLE_UNSUITABLE where they answer with different things. */
export function joinedTarget(members: readonly Fitted[]): FittedTarget {
  const [first, ...others] = members;
  if (first === undefined) throw new TypeError('An ensemble needs a member.');
  // Calibration and threshold of a member are not those of all.
  const { target } = withoutDecision(first);
  for (const other of others) {
    if (other.target.column !== target.column)
      throw unsuitable('The runs predict different columns.', target.column, other.target.column);
    if (other.task !== first.task)
      throw unsuitable('The runs answer with different things.', first.task, other.task);
    const classes = target.kind === 'classes' ? target.classes : [];
    const own = other.target.kind === 'classes' ? other.target.classes : [];
    if (JSON.stringify(classes) !== JSON.stringify(own))
      throw unsuitable('The runs know different classes.', classes.join(', '), own.join(', '));
    if (isLog(first) !== isLog(other))
      throw unsuitable(
        'Some of the runs learned the logarithm of the number, others the number itself, so that their outputs cannot be joined.',
        isLog(first) ? 'the logarithm' : 'the number itself',
        isLog(other) ? 'the logarithm' : 'the number itself',
      );
  }
  return target;
}

/** From the units of a member to those of the joined target; null for classes, whose units are shared. */
export function rescaling(member: FittedTarget, joined: FittedTarget): Rescaling | null {
  if (member.kind !== 'number' || joined.kind !== 'number') return null;
  const { scale, shift } = byLink(member, joined);
  return scale === 1 && shift === 0 ? null : { scale, shift };
}

function byLink(member: NumberTarget, joined: NumberTarget): Rescaling {
  // exp(x) d = exp(x + ln d - ln d') d'
  if (joined.link === 'log')
    return { scale: 1, shift: Math.log(member.deviation) - Math.log(joined.deviation) };
  return {
    scale: member.deviation / joined.deviation,
    shift: (member.mean - joined.mean) / joined.deviation,
  };
}
