import { enabledSteps, exportFormats, stepDefinitions } from '../../src-main/contract';
import { stepKinds } from '../logic/cleaning-steps';
import { exportNames } from '../logic/reading';
import { withChange } from '../logic/undo-names';
import { trainBlocker, trainsBefore, steps } from './steps';
import { themeChoices } from './theme.svelte';
import type { Workbench } from './workbench.svelte';

export interface Command {
  id: string;
  title: string;
  section: string;
  keys?: string;
  run: () => void;
}

export interface CommandHooks {
  chooseFile: () => void;
  newProject: () => void;
}

/** Everything that can be done now, for the palette. */
export function commands(workbench: Workbench, hooks: CommandHooks): Command[] {
  const { project, navigation, theme, importing, results, run } = workbench;
  const list: Command[] = [];
  const add = (section: string, id: string, title: string, action: () => unknown, keys?: string): void => {
    list.push({ id, title, section, run: () => void action(), ...(keys === undefined ? {} : { keys }) });
  };
  const goes = steps(workbench);
  goes.forEach(({ view, title }, index) =>
    add('Go to', `go-${view}`, `Go to ${title}`, () => navigation.go(view), `Alt ${String(index + 1)}`),
  );

  if (importing.job === null) {
    add('Data', 'choose-file', 'Choose file', hooks.chooseFile, 'Ctrl O');
    for (const sample of project.samples) {
      add('Data', `sample-${sample.id}`, `Use sample ${sample.title}`, () => {
        navigation.go('data');
        return importing.sample(sample.id, sample.title);
      });
    }
  }
  if (project.dataset !== null) {
    for (const [look, title] of [
      ['table', 'Show the table'],
      ['profile', 'Show the profile'],
      ['drift', 'Show drift between two data sets'],
    ] as const) {
      add('Data', `look-${look}`, title, () => {
        navigation.look = look;
        navigation.go('data');
      });
    }
  }
  if (project.dataset !== null) {
    const table = workbench.tables.of(project.dataset);
    const inTable = (action: () => void) => (): void => {
      navigation.look = 'table';
      navigation.go('data');
      action();
    };
    add(
      'Data',
      'find',
      'Find in the table',
      inTable(() => (table.find.open = true)),
      'Ctrl F',
    );
    add(
      'Data',
      'filter',
      'Filter rows',
      inTable(() => (table.filterOpen = true)),
    );
    if (table.look.sort.length > 0)
      add(
        'Data',
        'unsort',
        'Show rows in the order of the file',
        inTable(() => table.sortTo([])),
      );
    if (table.look.conditions.length > 0)
      add(
        'Data',
        'unfilter',
        'Show all rows',
        inTable(() => table.filter([])),
      );
  }
  for (const dataset of project.state?.datasets ?? []) {
    if (dataset.id !== project.dataset?.id)
      add('Data', `data-${dataset.id}`, `Use data set ${dataset.name}`, () => project.chooseDataset(dataset));
  }

  if (project.dataset !== null) {
    const { dataset } = project;
    const cleaning = project.recipe?.cleaning ?? [];
    const cleans = enabledSteps(cleaning).length > 0;
    for (const format of exportFormats) {
      const name = exportNames[format];
      add('Data', `save-${format}`, `Save data as ${name}`, () => workbench.saveData(dataset, format));
      if (cleans)
        add('Data', `save-cleaned-${format}`, `Save cleaned data as ${name}`, () =>
          workbench.saveData(dataset, format, { steps: cleaning, through: null }),
        );
    }
    if (cleans) {
      add('Data', 'look-cleaned', 'Show the table after cleaning', () => {
        navigation.look = 'cleaned';
        navigation.go('data');
      });
    }
    for (const kind of stepKinds) {
      add('Clean', `clean-${kind}`, stepDefinitions[kind].title, () => workbench.cleaning.begin(kind));
    }
  }

  const { editor } = workbench;
  const inModel = (action: () => void) => (): void => {
    navigation.go('model');
    action();
  };
  if (editor.kept !== null) {
    for (const look of ['graph', 'list'] as const)
      add(
        'Model',
        `network-${look}`,
        `Show the network as a ${look}`,
        inModel(() => (editor.look = look)),
      );
  } else if (editor.context !== null && project.recipe?.model.network === null) {
    add(
      'Model',
      'network-edit',
      'Edit the network layer by layer',
      inModel(() => editor.begin()),
    );
  }

  if (project.state?.canUndo === true)
    add('Edit', 'undo', withChange('Undo', project.state.undoes), () => project.undo(), 'Ctrl Z');
  if (project.state?.canRedo === true)
    add('Edit', 'redo', withChange('Redo', project.state.redoes), () => project.redo(), 'Ctrl Shift Z');

  if (trainBlocker(workbench) === null)
    add(
      'Train',
      'train',
      trainsBefore(workbench) === null ? 'Train' : 'Add to the queue',
      () => workbench.train(),
      'Ctrl Enter',
    );
  const active = workbench.training;
  if (active?.state === 'training')
    add('Train', 'pause', 'Pause training', () => workbench.pause(active.id, true), 'Space');
  if (active?.state === 'paused')
    add('Train', 'go-on', 'Resume training', () => workbench.pause(active.id, false), 'Space');
  if (active !== null) {
    add('Train', 'keep', 'Stop and keep the best', () => workbench.stop(active.id, true));
    add('Train', 'cancel', 'Cancel training', () => workbench.stop(active.id, false));
  }
  if (run !== null) {
    add('Export', 'export', `Export ${run.name}`, () => {
      navigation.go('export');
      navigation.export = 'wizard';
      return results.wizardOf(run).verify();
    });
  }
  if (run !== null) {
    add('Export', 'predict', `Predict a file with ${run.name}`, () => {
      navigation.go('export');
      navigation.export = 'predict';
    });
  }
  for (const other of project.state?.runs ?? []) {
    add('Runs', `run-${other.id}`, `Show ${other.name} (${other.target})`, () => {
      navigation.run = other.id;
      navigation.go('evaluate');
    });
  }

  add('Project', 'new-project', 'New project', hooks.newProject);
  for (const other of project.list) {
    if (other.id !== project.state?.id)
      add('Project', `project-${other.id}`, `Open project ${other.name}`, () =>
        workbench.attempt(() => project.open(other.id)),
      );
  }
  for (const choice of themeChoices) {
    if (choice !== theme.choice)
      add('Window', `theme-${choice}`, `Theme: ${choice === 'system' ? 'as the system' : choice}`, () =>
        theme.set(choice),
      );
  }
  for (const column of project.table?.columns ?? []) {
    if (column.name !== project.recipe?.target)
      add('Predict', `predict-${column.name}`, `Predict ${column.name}`, () =>
        project.chooseTarget(column.name),
      );
  }
  return list;
}
