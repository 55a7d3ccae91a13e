import type { Session } from '../../src-main/contract';

/** Why a session trains where it does, in a few words; nothing while that is not known. */
export function deviceReason({
  askedDevice,
  deviceTimings,
}: Pick<Session, 'askedDevice' | 'deviceTimings'>): string {
  if (askedDevice !== 'auto') return 'as the recipe asks';
  if (deviceTimings.length > 1) return `the fastest of ${String(deviceTimings.length)} that were timed`;
  return 'without trying others: there are none, or the training is too short for that to pay';
}

/** What the epochs are that count against patience. */
export function patienceWords({ waited, patience }: Pick<Session, 'waited' | 'patience'>): string {
  if (waited === null || patience === null) return 'nothing is watched';
  return waited === 0 ? 'progress just now' : 'without progress';
}
