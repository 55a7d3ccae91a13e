import { basename, extname, resolve } from 'node:path';
import { describeStep, enabledSteps } from '../../../contract/cleaning';
import { StrongroomError } from '../../../contract/errors';
import { exportFormats, type ExportFormat } from '../../../contract/schemas/formats';
import { cleanFile, parseRecipe, readJsonDocument, writeBeside } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { readingFrom, requireSettled, type ReadingFlags } from '../reading-options';
import { formatTable, formatWarnings, paragraphs } from '../text';

export interface PrepareFlags extends ReadingFlags {
  recipe: string;
  out: string;
}

/** By the ending of the file to write. Throws USAGE. */
function formatOf(out: string): ExportFormat {
  const ending = extname(out).slice(1).toLowerCase();
  const format = exportFormats.find((name) => name === ending);
  if (format !== undefined) return format;
  throw new StrongroomError('USAGE', 'The ending of the file says no format that can be written.', {
    expected: `a name that ends in ${exportFormats.map((name) => `.${name}`).join(', ')}`,
    received: `--out ${out}`,
    next: 'Give the file another ending.',
  });
}

/** `prepare DATA --recipe FILE --out FILE`: the cleaning of a recipe alone. */
export async function prepare(data: string, flags: PrepareFlags, terminal: Terminal): Promise<Outcome> {
  const { out } = flags;
  const format = formatOf(out);
  if (resolve(out) === resolve(data)) {
    throw new StrongroomError('USAGE', 'The table would take the place of the data.', {
      received: `--out ${out}`,
      next: 'Give another file by --out.',
    });
  }
  const recipe = parseRecipe(await readJsonDocument(resolve(flags.recipe), 'RECIPE_INVALID'));
  const reading = await readingFrom(flags);
  const file = { path: resolve(data), name: basename(data) };
  const { rows, columns, steps, warnings } = await withHouse(terminal, (house, work) =>
    writeBeside(out, async (path) => {
      const project = await house.workspace.create(file.name);
      const made = await cleanFile(house, project, file, { recipe, reading }, { path, format }, work);
      requireSettled(flags.strict, made.warnings);
      return made;
    }),
  );
  const done = enabledSteps(recipe.cleaning);
  const listed = done.map((step, index) => ({
    step: describeStep(step),
    kind: step.kind,
    rows_before: steps[index]?.rows.before ?? null,
    rows_after: steps[index]?.rows.after ?? null,
    columns_before: steps[index]?.columns.before ?? null,
    columns_after: steps[index]?.columns.after ?? null,
    changed_cells: steps[index]?.changed ?? null,
  }));
  return {
    document: {
      rows: rows.written,
      rows_read: rows.read,
      rejected_rows: rows.rejected,
      columns,
      steps: listed,
      file: resolve(out),
      warnings,
    },
    text: paragraphs(
      formatWarnings(warnings),
      listed.length === 0
        ? 'The recipe has no cleaning steps.'
        : formatTable([
            ['step', 'rows', 'columns', 'cells changed'],
            ...listed.map((step) => [
              step.step,
              String(step.rows_after ?? ''),
              String(step.columns_after ?? ''),
              String(step.changed_cells ?? ''),
            ]),
          ]),
      `Wrote ${String(rows.written)} rows and ${String(columns.length)} columns into ${out}.`,
    ),
  };
}
