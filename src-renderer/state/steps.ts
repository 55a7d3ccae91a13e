import type { ViewName } from './navigation.svelte';
import type { Workbench } from './workbench.svelte';
import { otherTraining } from '../logic/sessions';
import type { IconName } from '../components/icons';

export interface Step {
  view: ViewName;
  title: string;
  icon: IconName;
  /** Why there is nothing to do there yet; null when there is. */
  reason: string | null;
}

const hasTarget = ({ recipe }: Workbench['project']): boolean => (recipe?.target ?? null) !== null;

/** The views of the rail in the order of the work, each with what it waits for. */
export function steps({ project, training }: Workbench): Step[] {
  const noData = project.dataset === null ? 'Open a file or a sample in Data first.' : null;
  const noTarget = noData ?? (hasTarget(project) ? null : 'Choose the column to predict in Data first.');
  const problem = project.plan?.problems[0];
  const noPlan =
    noTarget ?? (training !== null || problem === undefined ? null : `${problem.message} ${problem.next}`);
  const noRun = (project.state?.runs.length ?? 0) > 0 ? null : (noTarget ?? 'Train a model first.');
  return [
    { view: 'data', title: 'Data', icon: 'data', reason: null },
    { view: 'prepare', title: 'Prepare', icon: 'prepare', reason: noData },
    { view: 'model', title: 'Model', icon: 'model', reason: noTarget },
    { view: 'train', title: 'Train', icon: 'train', reason: noPlan },
    { view: 'evaluate', title: 'Evaluate', icon: 'evaluate', reason: noRun },
    { view: 'export', title: 'Export', icon: 'export', reason: noRun },
  ];
}

/** The view in which the work goes on. */
export function nextView({ project, training, navigation }: Workbench): ViewName {
  if (project.dataset === null || !hasTarget(project)) return 'data';
  if (training !== null || (project.state?.runs.length ?? 0) === 0) return 'train';
  return navigation.view === 'evaluate' || navigation.view === 'export' ? 'export' : 'evaluate';
}

/** Whether the recipe can be trained, now or in its turn; else why not. */
export function trainBlocker({ project, connected }: Workbench): string | null {
  if (!connected) return 'The connection to the main process is lost.';
  if (project.dataset === null) return 'Open a file or a sample in Data first.';
  if (!hasTarget(project)) return 'Choose the column to predict first.';
  const problem = project.plan?.problems[0];
  return problem === undefined ? null : `${problem.message} ${problem.next}`;
}

/** Which training goes before the next one; null when it can begin at once. */
export function trainsBefore({ project, sessions, training, trainingElsewhere }: Workbench): string | null {
  if (training !== null) return training.name;
  if (trainingElsewhere !== null) return otherTraining(trainingElsewhere, project.list);
  return sessions.active?.name ?? null;
}
