import type { Plan, Recipe } from '../../src-main/contract';
import type { PresetFacts } from '../../src-main/contract/network/presets';
import type { PresetName } from '../../src-main/contract/network/presets/names';
import { withPreset } from '../../src-main/contract/planning';
import { recipeDefaults } from './recipe-defaults';

/** What presets go by, as far as the plan tells. */
export const factsOfPlan = (plan: Plan | null): PresetFacts => ({
  rows: plan === null ? 0 : plan.rows.total - plan.rows.targetMissing,
  columns: plan?.columns.filter(({ role }) => role === 'input').length ?? 0,
  images: plan?.columns.filter(({ role, type }) => role === 'input' && type === 'image').length ?? 0,
  task: plan?.task ?? null,
});

/** What "reset" goes back to: a new recipe with the preset. */
export const presetDefaults = (preset: PresetName, plan: Plan | null): Recipe =>
  withPreset(recipeDefaults, preset, factsOfPlan(plan));
