import { Option, type Command } from 'commander';
import { changeTags } from '../../contract/schemas/run-marks';
import type { Outcome, Terminal } from './command';
import {
  binCommand,
  compareCommand,
  listCommand,
  markCommand,
  repeatCommand,
  showCommand,
  type RunsFlags,
} from './commands/runs';

type Flags = RunsFlags & { json?: true };

/** `runs`: the trained models of a project, or folders that `train` wrote. */
export function addRunsCommands(
  program: Command,
  terminal: Terminal,
  finish: (outcome: Outcome, json: boolean) => void,
  examples: (command: Command, ...lines: string[]) => Command,
): void {
  const runs = program.command('runs').description('look at, compare, name and repeat trained models');
  const placed = (command: Command): Command =>
    command
      .option('--project <name>', 'project of the workbench, by name or id (default: the one opened last)')
      .option('--workspace <folder>', 'where projects are kept (default: where the workbench keeps them)')
      .addOption(new Option('--json', 'print one JSON document to stdout'));
  const run = 'name or id of a run, or the folder of one';

  placed(runs.command('list').description('the runs of a project, newest first'))
    .option('--bin', 'those in the bin')
    .option('--tag <tag>', 'only those with the tag')
    .action(async ({ json, ...flags }: Flags & { bin?: true; tag?: string }) =>
      finish(await listCommand(flags, terminal), json === true),
    );
  placed(runs.command('show').description('recipe, data, scores, device and versions of a run'))
    .argument('<run>', run)
    .action(async (what: string, { json, ...flags }: Flags) =>
      finish(await showCommand(what, flags, terminal), json === true),
    );
  placed(runs.command('compare').description('scores side by side, and what differs in the recipes'))
    .argument('<runs...>', run)
    .action(async (whats: string[], { json, ...flags }: Flags) =>
      finish(await compareCommand(whats, flags, terminal), json === true),
    );
  placed(runs.command('name').description('give a run another name'))
    .argument('<run>', run)
    .argument('<name>', 'the new name')
    .action(async (what: string, name: string, { json, ...flags }: Flags) =>
      finish(await markCommand(what, () => ({ name }), flags, terminal), json === true),
    );
  placed(runs.command('tag').description('add tags to a run, or take them away'))
    .argument('<run>', run)
    .argument('<tags...>', 'tags')
    .option('--remove', 'take them away')
    .action(async (what: string, tags: string[], { json, remove, ...flags }: Flags & { remove?: true }) =>
      finish(
        await markCommand(
          what,
          (found) => ({
            tags: remove === true ? changeTags(found.tags, [], tags) : changeTags(found.tags, tags, []),
          }),
          flags,
          terminal,
        ),
        json === true,
      ),
    );
  placed(runs.command('note').description('write a note on a run; an empty one takes it away'))
    .argument('<run>', run)
    .argument('<text>', 'the note')
    .action(async (what: string, note: string, { json, ...flags }: Flags) =>
      finish(await markCommand(what, () => ({ note }), flags, terminal), json === true),
    );
  for (const [name, restore, description] of [
    ['delete', false, 'put a run of a project into the bin'],
    ['restore', true, 'take a run back from the bin'],
  ] as const) {
    placed(runs.command(name).description(description))
      .argument('<run>', 'name or id of a run')
      .action(async (what: string, { json, ...flags }: Flags) =>
        finish(await binCommand(what, restore, flags, terminal), json === true),
      );
  }
  placed(runs.command('repeat').description('train a run again exactly, and compare the scores'))
    .argument('<run>', run)
    .option('--data <file>', 'the file it was trained on, for the folder of a run')
    .option('--out <folder>', 'folder of the new model, for the folder of a run')
    .action(async (what: string, { json, ...flags }: Flags & { data?: string; out?: string }) =>
      finish(await repeatCommand(what, flags, terminal), json === true),
    );
  examples(
    runs,
    'runs list --project Penguins',
    'runs compare "Run 1" "Run 2" --json',
    'runs tag "Run 2" good "to show"',
    'runs repeat penguins.strongroom --data penguins.csv --out again',
  );
}
