import { StrongroomError } from '../../../src-main/contract';
import type { Plan, Recipe } from '../../../src-main/contract';
import type { NetworkFacts } from '../../../src-main/contract/network/inspect';
import type { Mistake } from '../../../src-main/contract/network/mistakes';
import { planLoss } from '../../../src-main/contract/planning';
import type { Memory } from '../../../src-main/contract/planning';
import { bytes, count } from '../numbers';

/** From this share of the machine's memory on, other programs are in the way. */
const muchMemory = 0.6;

/** A loss, or a score to watch, that does not suit the output. */
function lossMistakes(recipe: Recipe, task: Plan['task'], output: string | null): Mistake[] {
  if (task === null) return [];
  try {
    planLoss(recipe.training, task);
    return [];
  } catch (error) {
    if (!(error instanceof StrongroomError)) throw error;
    const watched = error.message.includes('watched');
    return [
      {
        ...error.toPayload(),
        layer: output,
        severity: 'error',
        known: [
          watched
            ? {
                label: 'Watch the loss',
                training: (training) => ({
                  ...training,
                  stopping: { ...training.stopping, monitor: 'loss' },
                }),
              }
            : {
                label: 'Take the loss that suits it',
                training: (training) => ({ ...training, loss: 'auto' }),
              },
        ],
      },
    ];
  }
}

/** The layer that takes the most memory. */
const largestOf = ({ layers }: NetworkFacts, batch: number): string | null =>
  layers.reduce<{ id: string | null; size: number }>(
    (largest, { layer, parameters, bytes: own }) => {
      const size = 8 * parameters + own * batch;
      return size > largest.size ? { id: layer.id, size } : largest;
    },
    { id: null, size: -1 },
  ).id;

function memoryMistakes(facts: NetworkFacts, memory: Memory, machine: number, batch: number): Mistake[] {
  if (memory.training < muchMemory * machine) return [];
  const isTooMuch = memory.training > machine;
  const halved = Math.max(1, 2 ** Math.floor(Math.log2(batch / 2)));
  return [
    {
      layer: largestOf(facts, batch),
      severity: 'warning',
      code: 'NETWORK_INVALID',
      message: `Training needs about ${bytes(memory.training)} of memory, and the machine has ${bytes(machine)}.`,
      expected: `under ${bytes(muchMemory * machine)}`,
      received: `weights ${bytes(memory.weights)}, gradients and optimizer ${bytes(memory.gradients + memory.optimizer)}, values of ${count(batch)} rows ${bytes(memory.values)}`,
      next: isTooMuch
        ? 'It will most likely fail. Make this layer smaller.'
        : 'Make this layer, or the batch, smaller.',
      known:
        batch > 1 && memory.values > memory.training / 4
          ? [
              {
                label: `Take batches of ${count(halved)} rows`,
                training: (training) => ({ ...training, batchSize: halved }),
              },
            ]
          : [],
    },
  ];
}

/** What is wrong with a network by the rest of its recipe, and by the machine. @param machine bytes of memory. */
export function mistakesOfRecipe(
  recipe: Recipe,
  plan: Plan | null,
  facts: NetworkFacts,
  memory: Memory | null,
  machine: number | null,
): Mistake[] {
  const output = facts.layers.find(({ layer }) => layer.kind === 'output')?.layer.id ?? null;
  return [
    ...lossMistakes(recipe, plan?.task ?? null, output),
    ...(memory === null || machine === null
      ? []
      : memoryMistakes(facts, memory, machine, plan?.batchSize ?? 1)),
  ];
}
