import { Command, InvalidArgumentError, Option } from 'commander';
import { modelFormats, quantizations } from '../../contract/schemas/exports';
import { tasks } from '../../contract/schemas/recipe';
import type { Place } from '../../contract/schemas/data';
import { splitMethods } from '../../contract/schemas/split';
import { devices, losses, optimizers } from '../../contract/schemas/training';
import type { Outcome, Terminal } from './command';
import { convert } from './commands/convert';
import { doctor } from './commands/doctor';
import { evaluate } from './commands/evaluate';
import { exportFile, type ExportFlags } from './commands/export';
import { predict } from './commands/predict';
import { prepare, type PrepareFlags } from './commands/prepare';
import { profile, type ProfileFlags } from './commands/profile';
import { train, type TrainOptions } from './commands/train';
import { verify } from './commands/verify';
import { addRunsCommands } from './runs-program';
import { addReadingOptions } from './reading-options';
import { dataFormats, withPlace } from './input';

function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${String(minimum)} to ${String(maximum)}.`);
  };
}

function rate(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 10) return value;
  throw new InvalidArgumentError('Expected a number above 0 and up to 10.');
}

const jsonOption = (): Option => new Option('--json', 'print one JSON document to stdout');

/**
 * The commands. `finish` is given what a command leaves and prints it.
 * Throws CommanderError for wrong usage, StrongroomError for what a command fails with.
 */
export function buildProgram(
  version: string,
  terminal: Terminal,
  finish: (outcome: Outcome, json: boolean) => void,
): Command {
  const program = new Command('strongroom')
    .description('Train neural networks on your own spreadsheets. Nothing leaves this machine.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    })
    .showHelpAfterError('(strongroom --help shows the commands)')
    .addHelpText(
      'after',
      `
Examples:
  strongroom profile penguins.csv
  strongroom train penguins.csv --target Species --out penguins-model
  strongroom evaluate penguins-model more-penguins.csv
  strongroom predict penguins-model new-penguins.csv --out predicted.csv
  strongroom export penguins-model --format onnx --out penguins.onnx
  strongroom verify penguins.onnx penguins.csv --against penguins-model

Progress goes to stderr. Exit code 0: done, 1: failed, 2: wrong usage.`,
    );

  const examples = (command: Command, ...lines: string[]): Command =>
    command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  strongroom ${line}`).join('\n')}`);

  const sheetRow = wholeNumber(1, 1_048_576);
  const located = (command: Command): Command => withPlace(command, sheetRow);

  examples(
    addReadingOptions(located(program.command('train')))
      .description('train a model and write it to a folder')
      .argument('<data>', dataFormats)
      .option('--target <column>', 'the column to predict')
      .option('--out <folder>', 'folder of the model (default: the name of the file with .strongroom)')
      .addOption(
        new Option('--task <task>', 'kind of prediction (default: auto)').choices(['auto', ...tasks]),
      )
      .option('--epochs <number>', 'epochs at most', wholeNumber(1, 100_000))
      .addOption(
        new Option('--loss <loss>', 'what training makes small (default: auto)').choices(['auto', ...losses]),
      )
      .addOption(new Option('--optimizer <name>', 'rule of stepping (default: adam)').choices(optimizers))
      .option('--learning-rate <number>', 'length of a step (default: what suits the optimizer)', rate)
      .option('--batch-size <rows>', 'rows a step (default: by the number of rows)', wholeNumber(1, 65_536))
      .addOption(new Option('--device <device>', 'where to train (default: auto)').choices(devices))
      .option('--seed <number>', 'seed: the same one gives the same model', wholeNumber(0, 0xffffffff))
      .addOption(
        new Option('--split <method>', 'which rows test (default: stratified)').choices(splitMethods),
      )
      .option('--group-column <column>', 'rows with the same value stay in one part; means --split group')
      .option('--time-column <column>', 'the oldest rows train, the newest test; means --split time')
      .option('--split-column <column>', 'says which part each row is in; means --split column')
      .option(
        '--folds <number>',
        'trains so many times, each time validating on other rows',
        wholeNumber(2, 20),
      )
      .option('--recipe <file>', 'recipe in JSON; the other options go before it')
      .addOption(jsonOption())
      .action(async (data: string, { json, ...flags }: TrainOptions & { json?: true }) =>
        finish(await train(data, flags, terminal), json === true),
      ),
    'train penguins.csv --target Species',
    'train houses.csv --target price --task regression --seed 7 --json',
    'train visits.csv --target outcome --group-column patient --folds 5',
  );

  examples(
    located(program.command('predict'))
      .description('predict every row of a file')
      .argument('<folder>', 'folder of the model')
      .argument('<data>', `${dataFormats}, with the same columns`)
      .requiredOption('--out <file>', 'CSV file to write')
      .action(async (folder: string, data: string, flags: { out: string } & Partial<Place>) =>
        finish(await predict(folder, data, flags, terminal), false),
      ),
    'predict penguins.strongroom new.csv --out predicted.csv',
  );

  examples(
    located(program.command('evaluate'))
      .description('score a model on a file that carries the target')
      .argument('<folder>', 'folder of the model')
      .argument('<data>', `${dataFormats}, with the same columns and the target`)
      .addOption(jsonOption())
      .action(async (folder: string, data: string, { json, ...flags }: { json?: true } & Partial<Place>) =>
        finish(await evaluate(folder, data, flags, terminal), json === true),
      ),
    'evaluate penguins.strongroom more-penguins.csv --json',
  );

  examples(
    program
      .command('export')
      .description('write the whole model, from raw columns to prediction, as one file')
      .argument('<folder>', 'folder of the model')
      .addOption(new Option('--format <format>', 'file format').choices(modelFormats).makeOptionMandatory())
      .addOption(
        new Option('--quantize <how>', 'how the weights are kept (default: none)').choices(quantizations),
      )
      .requiredOption('--out <file>', 'file to write')
      .action(async (folder: string, flags: ExportFlags) =>
        finish(await exportFile(folder, flags, terminal), false),
      ),
    'export penguins.strongroom --format onnx --out penguins.onnx',
  );

  examples(
    located(program.command('verify'))
      .description('compare an exported file with the application over every row')
      .argument('<file>', 'ONNX file')
      .argument('<data>', `${dataFormats}, with the columns of the model`)
      .requiredOption('--against <folder>', 'folder of the model')
      .addOption(jsonOption())
      .action(
        async (
          file: string,
          data: string,
          { json, ...flags }: { against: string; json?: true } & Partial<Place>,
        ) => finish(await verify(file, data, flags, terminal), json === true),
      ),
    'verify penguins.onnx penguins.csv --against penguins.strongroom',
  );

  examples(
    addReadingOptions(located(program.command('profile')))
      .description('show what is in a file: columns, what belongs together, what is odd, what would mislead')
      .argument('<data>', dataFormats)
      .option('--target <column>', 'the column to predict: what tells of it, and what gives it away')
      .option('--against <file>', 'a later file: how it differs, column by column')
      .option('--save-contract <file>', 'write how the file was read, for --contract')
      .addOption(jsonOption())
      .action(async (data: string, { json, ...flags }: ProfileFlags & { json?: true }) =>
        finish(await profile(data, flags, terminal), json === true),
      ),
    'profile penguins.csv',
    'profile sales.xlsx --sheet 2024 --range B3:F200',
    'profile sales.csv --column region=missing: --column day=dates:dmy --save-contract sales.json',
    'profile penguins.csv --target Species --json',
    'profile last-year.csv --against this-year.csv',
  );

  examples(
    addReadingOptions(program.command('prepare'))
      .description('do the cleaning steps of a recipe and write the table')
      .argument('<data>', 'CSV or TSV file')
      .requiredOption('--recipe <file>', 'recipe in JSON, with cleaning steps')
      .requiredOption('--out <file>', 'file to write, ending in .csv, .xlsx or .parquet')
      .addOption(jsonOption())
      .action(async (data: string, { json, ...flags }: PrepareFlags & { json?: true }) =>
        finish(await prepare(data, flags, terminal), json === true),
      ),
    'prepare sales.csv --recipe recipe.json --out clean.parquet',
  );

  examples(
    located(
      program
        .command('convert')
        .description('write the table of a file in another format; the rows of several files are stacked')
        .argument('<data...>', dataFormats)
        .requiredOption('--out <file>', 'file to write, ending in .csv, .xlsx or .parquet')
        .option('--file-column', 'add a column with the name of the file, to several files')
        .addOption(jsonOption()),
    ).action(
      async (
        data: string[],
        { json, ...flags }: { out: string; fileColumn?: true; json?: true } & Partial<Place>,
      ) => finish(await convert(data, flags, terminal), json === true),
    ),
    'convert sales.xlsx --sheet 2024 --out sales.csv',
    'convert january.csv february.csv --file-column --out winter.parquet',
  );

  addRunsCommands(program, terminal, finish, examples);

  examples(
    program
      .command('doctor')
      .description('show which engines and devices are available, and why others are not')
      .addOption(jsonOption())
      .action(async ({ json }: { json?: true }) => finish(await doctor(terminal), json === true)),
    'doctor --json',
  );

  return program;
}
