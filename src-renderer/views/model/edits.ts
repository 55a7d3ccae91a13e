import type { Recipe, Training } from '../../../src-main/contract';
import type { Workbench } from '../../state/workbench.svelte';

type Groups = 'schedule' | 'lossOptions' | 'regularization' | 'stopping';

/** Changes of the recipe that the settings of the model make, each one step of undo. */
export function modelEdits({ project }: Pick<Workbench, 'project'>) {
  const training = (change: Partial<Training>): void =>
    void project.change((old) => ({ ...old, training: { ...old.training, ...change } }));
  return {
    training,
    model: (change: Partial<Recipe['model']>): void =>
      void project.change((old) => ({ ...old, model: { ...old.model, ...change } })),
    /** Changes fields of one group within `training`. */
    group: <Name extends Groups>(name: Name, change: Partial<Training[Name]>): void =>
      void project.change((old) => ({
        ...old,
        training: { ...old.training, [name]: { ...old.training[name], ...change } },
      })),
  };
}
