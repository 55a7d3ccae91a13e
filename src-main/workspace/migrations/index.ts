import { z } from 'zod';
import { StrongroomError } from '../../contract/errors';
import { recipeSchema, recipeVersion, type Recipe } from '../../contract/schemas/recipe';

/** Turns a document of one version into one of the next. */
export type Migration = (document: Record<string, unknown>) => Record<string, unknown>;

/**
 * Recipe migrations by the version that they start from: one file each in this folder, listed here.
 * There is a single version so far.
 */
export const recipeMigrations: Readonly<Record<number, Migration>> = {};

const versioned = z.looseObject({ version: z.number().int().min(1) });

/**
 * Brings a document up to `latest`. Throws RECIPE_INVALID when it carries no version, RECIPE_VERSION when it
 * is newer than this program.
 */
export function migrate(
  document: unknown,
  latest: number,
  migrations: Readonly<Record<number, Migration>>,
): Record<string, unknown> {
  const parsed = versioned.safeParse(document);
  if (!parsed.success) {
    throw new StrongroomError('RECIPE_INVALID', 'The recipe carries no version number.', {
      expected: `"version": ${String(latest)}`,
      next: 'Write that entry, or use a recipe that Strongroom wrote.',
    });
  }
  let current: Record<string, unknown> = parsed.data;
  for (let version = parsed.data.version; version !== latest; version++) {
    const step = migrations[version];
    if (version > latest || step === undefined) {
      throw new StrongroomError('RECIPE_VERSION', `The recipe has version ${String(parsed.data.version)}.`, {
        expected: `version ${String(latest)} or older`,
        received: `version ${String(parsed.data.version)}`,
        next: 'Update Strongroom, or use a recipe made with this version.',
      });
    }
    current = { ...step(current), version: version + 1 };
  }
  return current;
}

/** Gives the steps of a recipe that was written by hand their ids, which only the window needs. */
function withStepIds(document: Record<string, unknown>): Record<string, unknown> {
  const { cleaning } = document;
  if (!Array.isArray(cleaning)) return document;
  const named = cleaning.map((step: unknown, index) =>
    typeof step === 'object' && step !== null && !('id' in step)
      ? { id: `step-${String(index + 1)}`, ...step }
      : step,
  );
  return { ...document, cleaning: named };
}

/** A recipe of any known version as one of today. Throws RECIPE_INVALID naming the place, or RECIPE_VERSION. */
export function parseRecipe(document: unknown): Recipe {
  const parsed = recipeSchema.safeParse(withStepIds(migrate(document, recipeVersion, recipeMigrations)));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StrongroomError(
    'RECIPE_INVALID',
    `The recipe is wrong at ${issue?.path.join('.') ?? 'its top'}.`,
    {
      ...(issue === undefined ? {} : { received: issue.message }),
      next: issue?.message.endsWith('received undefined')
        ? 'Write that entry: it has no default.'
        : 'Correct that place, or leave it out to get the default.',
    },
  );
}

/** The recipe of a new project: no data, no target, defaults for the rest. */
export function emptyRecipe(): Recipe {
  return recipeSchema.parse({
    version: recipeVersion,
    data: { dataset: null, fingerprint: null, reading: null },
    target: null,
  });
}
