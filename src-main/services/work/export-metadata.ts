import { createHash } from 'node:crypto';
import { metadataPrefix } from '../../contract/schemas/exports';
import type { ExportSettings } from '../../contract/schemas/exports';
import type { Recipe } from '../../contract/schemas/recipe';
import type { Run } from '../../contract/schemas/runs';

/** JSON whose bytes follow from the content alone: keys sorted, no blanks. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(',')}}`;
}

export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** The hash by which a recipe is known: of its canonical JSON. */
export const recipeHash = (recipe: Recipe): string => sha256(canonicalJson(recipe));

/** What the file says of itself, readable in any ONNX viewer; names in reverse DNS. */
export function metadataOf(
  run: Run,
  version: string,
  { licence, shrink }: Pick<ExportSettings, 'licence' | 'shrink'>,
): Record<string, string> {
  const types = new Map(run.columns.map(({ name, type }) => [name, type]));
  const ranges = new Map((run.ranges ?? []).map(({ name, minimum, maximum }) => [name, [minimum, maximum]]));
  const columns = run.inputs.map((name) => ({
    name,
    type: types.get(name) ?? null,
    ...(typeof ranges.get(name)?.[0] === 'number' ? { range: ranges.get(name) } : {}),
  }));
  const entries: Record<string, string> = {
    version,
    run: run.id,
    created: run.createdAt,
    target: run.target,
    task: run.task,
    classes: JSON.stringify(run.classes),
    columns: JSON.stringify(columns),
    // Without a threshold the most probable class is chosen: for two classes, the second one from one half on.
    ...(run.task === 'binary' ? { threshold: String(run.decision?.threshold ?? 0.5) } : {}),
    ...(run.decision?.calibration ? { calibration: JSON.stringify(run.decision.calibration) } : {}),
    fingerprint: run.fingerprint,
    seed: String(run.seed),
    recipe: JSON.stringify(run.recipe),
    'recipe.sha256': recipeHash(run.recipe),
    licence,
    // Which network is in the file, where it is not the one that was trained.
    ...(shrink === undefined ? {} : { network: shrink }),
  };
  return Object.fromEntries(
    Object.entries(entries).map(([name, value]) => [`${metadataPrefix}${name}`, value]),
  );
}
