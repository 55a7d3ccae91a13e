import type { RunSummary, Session } from '../../src-main/contract';
import { headline } from './scores';

/** How the end of a session is told; null where the person ended it without keeping anything. */
export function endWords(
  { name, state, target, error }: Pick<Session, 'name' | 'state' | 'target' | 'error'>,
  run: Pick<RunSummary, 'metrics'> | null,
): { title: string; body: string } | null {
  if (state === 'failed') return { title: `${name} failed.`, body: error?.message ?? '' };
  if (state !== 'done') return null;
  const score =
    run === null ? '' : ` ${headline(run.metrics.test).title} ${headline(run.metrics.test).value}.`;
  return { title: `${name} is trained.`, body: `It predicts ${target}.${score}` };
}
