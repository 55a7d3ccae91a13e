import { StrongroomError } from '../../../src-main/contract';
import type { Profile, Run } from '../../../src-main/contract';
import { inspectNetwork } from '../../../src-main/contract/network/inspect';
import { networkOf } from '../../../src-main/contract/network/presets';
import { planWithContext } from '../../../src-main/contract/planning';

/**
 * About how many seconds an epoch of a network takes, by how fast an earlier run on the same data was: time goes with rows
 * and multiplications. Null where the cost of that run's network is not known.
 * @param cost rows of an epoch, and multiplications of a row, of the network in question.
 */
export function epochSeconds(
  run: Pick<Run, 'recipe' | 'rowsPerSecond' | 'ensemble'>,
  profile: Profile,
  cost: { rows: number; multiplications: number },
): number | null {
  if (run.ensemble !== undefined || run.rowsPerSecond <= 0) return null;
  try {
    const { context } = planWithContext(run.recipe, profile);
    if (context === null) return null;
    const { multiplications } = inspectNetwork(networkOf(run.recipe.model, context), context);
    if (multiplications === 0 || cost.multiplications === 0) return null;
    return (cost.rows * cost.multiplications) / (run.rowsPerSecond * multiplications);
  } catch (error) {
    if (error instanceof StrongroomError) return null;
    throw error;
  }
}
