import { describe, expect, test } from 'vitest';
import { StrongroomError, type ProjectState, type Recipe } from '../../../src-main/contract';
import { Jobs } from '../../../src-renderer/state/jobs.svelte';
import { Notices } from '../../../src-renderer/state/notices.svelte';
import { ProjectStore } from '../../../src-renderer/state/project.svelte';
import { dataset, emptyPlan, emptyProfile, projectState } from '../support/fixtures';
import { mainSide, settled } from '../support/main-side';

/** A main side that keeps the recipe and answers updates when it is told to. */
function slowMainSide(): ReturnType<typeof mainSide> & {
  store: ProjectStore;
  notices: Notices;
  answer: () => Promise<void>;
} {
  let kept = projectState;
  const waiting: (() => void)[] = [];
  const side = mainSide({
    'projects.current': () => kept,
    'projects.list': () => [],
    'samples.list': () => [],
    'recipes.plan': () => emptyPlan,
    'datasets.profile': () => emptyProfile,
    'recipes.update': ({ recipe }: { recipe: Recipe }) =>
      new Promise<ProjectState>((resolve, reject) => {
        waiting.push(() => {
          if (recipe.target === 'refused') {
            reject(new StrongroomError('RECIPE_INVALID', 'No such column.'));
            return;
          }
          kept = { ...kept, recipe };
          side.push('project.changed', kept);
          resolve(kept);
        });
      }),
  });
  const notices = new Notices();
  const store = new ProjectStore(side.client, notices, new Jobs(side.client));
  const answer = async (): Promise<void> => {
    waiting.shift()?.();
    await settled();
  };
  return { ...side, store, notices, answer };
}

describe('the project in the window', () => {
  test('shows a change at once and keeps it', async () => {
    const { store, answer } = slowMainSide();
    await store.refresh();
    expect(store.dataset?.id).toBe(dataset.id);
    const changed = store.chooseTarget('species');
    expect(store.recipe?.target).toBe('species');
    await settled();
    await answer();
    await changed;
    expect(store.recipe?.target).toBe('species');
  });

  test('changes made faster than they are answered arrive in order, and what is shown never goes back', async () => {
    const { store, arrived, answer } = slowMainSide();
    await store.refresh();
    const first = store.chooseTarget('species');
    const second = store.chooseTarget('mass');
    await settled();
    await answer();
    expect(store.recipe?.target).toBe('mass');
    await answer();
    await Promise.all([first, second]);
    expect(store.recipe?.target).toBe('mass');
    const sent = arrived.filter(({ call }) => call === 'recipes.update').map(({ params }) => params);
    expect(sent).toMatchObject([{ recipe: { target: 'species' } }, { recipe: { target: 'mass' } }]);
  });

  test('a change that is refused is taken back and told', async () => {
    const { store, notices, answer } = slowMainSide();
    await store.refresh();
    const changed = store.chooseTarget('refused');
    expect(store.recipe?.target).toBe('refused');
    await settled();
    await answer();
    await changed;
    expect(store.recipe?.target).toBeNull();
    expect(notices.list).toMatchObject([{ tone: 'error', error: { code: 'RECIPE_INVALID' } }]);
  });

  test('undo is not asked for when there is nothing to undo', async () => {
    const { store, arrived } = slowMainSide();
    await store.refresh();
    await store.undo();
    expect(arrived.map(({ call }) => call)).not.toContain('recipes.undo');
  });

  test('the summary of a data set is read once, and again for another one', async () => {
    const { store, arrived, push } = slowMainSide();
    await store.refresh();
    push('project.changed', { ...projectState, name: 'Renamed' });
    await settled();
    const profiles = (): number => arrived.filter(({ call }) => call === 'datasets.profile').length;
    expect(store.state?.name).toBe('Renamed');
    expect(profiles()).toBe(1);
    const other = { ...dataset, id: dataset.id };
    push('project.changed', {
      ...projectState,
      datasets: [other],
      recipe: { ...projectState.recipe, data: { ...projectState.recipe.data, dataset: null } },
    });
    await settled();
    expect(store.profile).toBeNull();
    push('project.changed', projectState);
    await settled();
    expect(profiles()).toBe(2);
  });
});
