import type { Plan, Recipe, Task } from '../schemas/recipe';

/**
 * Rows a step when the recipe leaves it open: small tables need many steps, large ones speed. TabArena's choice
 * for TabM: 32 below 2,800 rows, then 64, 128, 256, and 512 from 32,000.
 */
export function defaultBatchSize(rows: number): number {
  if (rows < 2_800) return 32;
  if (rows < 4_500) return 64;
  if (rows < 6_400) return 128;
  return rows < 32_000 ? 256 : 512;
}

/** Outputs of the network: one for a number or for two classes, else one a class. */
export function outputUnits(task: Task, classes: number): number {
  return task === 'multiclass' ? classes : 1;
}

const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;

/**
 * The layers that the recipe's network would have, with their trainable parameters. @param embedded parameters of learned
 * embeddings of categories.
 */
export function planLayers(
  recipe: Recipe,
  width: number,
  task: Task,
  classes: number,
  embedded = 0,
): Plan['layers'] {
  const { hidden, activation, dropout } = recipe.model;
  const layers: Plan['layers'] = [
    {
      name: 'Input',
      kind: 'input',
      units: width,
      parameters: embedded,
      detail: `${plural(width, 'number')} a row${embedded > 0 ? ', some of them learned for each category' : ''}`,
    },
  ];
  let from = width;
  hidden.forEach((units, index) => {
    layers.push({
      name: `Hidden layer ${index + 1}`,
      kind: 'dense',
      units,
      parameters: (from + 1) * units,
      detail: dropout > 0 ? `${activation}, dropout ${dropout}` : activation,
    });
    from = units;
  });
  const outputs = outputUnits(task, classes);
  const details = {
    regression: 'the predicted number',
    binary: 'sigmoid: the probability of one of two classes',
    multiclass: 'softmax: a probability for each class',
  };
  layers.push({
    name: 'Output',
    kind: 'output',
    units: outputs,
    parameters: (from + 1) * outputs,
    detail: details[task],
  });
  return layers;
}
