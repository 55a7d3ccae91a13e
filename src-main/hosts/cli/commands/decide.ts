import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Place } from '../../../contract/schemas/data';
import { decideModel, findRun, openModel, openProjectOf, writeJson } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { decisionText, withDecisionFlags, type DecisionFlags } from '../decision-options';
import { inputFile } from '../input';
import { formatMetrics, formatWarnings, paragraphs } from '../text';

export interface DecideFlags extends DecisionFlags, Partial<Place> {
  project?: string;
  workspace?: string;
  data?: string;
}

/** `decide RUN [--data FILE] [--calibration METHOD] [--threshold RULE]`: both learned anew and kept with the model. */
export const decide = (what: string, flags: DecideFlags, terminal: Terminal): Promise<Outcome> => {
  const { data, project: projectName, workspace = null, ...place } = flags;
  const isFolder = projectName === undefined && existsSync(join(resolve(what), 'run.json'));
  return withHouse(
    terminal,
    async (house, work) => {
      const found = await findRun(house, what, projectName);
      const model = await openModel(found.folder);
      const settings = withDecisionFlags(model.run.recipe.decision, flags);
      const file = data === undefined ? null : inputFile(data, place);
      // Before anything is learned: a window may have the project open.
      const project = found.project === null ? null : await openProjectOf(house, found);
      const { run, warnings } = await decideModel(house, model, settings, file, work);
      if (project === null) await writeJson(join(found.folder, 'run.json'), run);
      else await project.runs.replace(run);
      return {
        document: { folder: found.folder, decision: run.decision, metrics: run.metrics, warnings },
        text: paragraphs(
          decisionText(run.decision, run.classes),
          `On the test rows:\n${formatMetrics(run.metrics.test, run.evaluation.baseline)}`,
          formatWarnings(warnings),
        ),
      };
    },
    isFolder ? undefined : workspace,
  );
};
