import { Command, InvalidArgumentError, Option } from 'commander';
import { modelFormats, quantizations, smallerNetworks } from '../../contract/schemas/exports';
import { tasks } from '../../contract/schemas/recipe';
import type { Place } from '../../contract/schemas/data';
import { presetNames } from '../../contract/network/presets/names';
import { efforts } from '../../contract/planning';
import type { RenamedColumn } from '../../contract/schemas/file-check';
import { splitMethods } from '../../contract/schemas/split';
import { devices, losses, optimizers } from '../../contract/schemas/training';
import type { Outcome, Terminal } from './command';
import { convert } from './commands/convert';
import { decide, type DecideFlags } from './commands/decide';
import { doctor } from './commands/doctor';
import { evaluate } from './commands/evaluate';
import { importModel } from './commands/import-model';
import { exportFile, type ExportFlags } from './commands/export';
import { predict, type PredictFlags } from './commands/predict';
import { prepare, type PrepareFlags } from './commands/prepare';
import { profile, type ProfileFlags } from './commands/profile';
import { serveModel, type ServeFlags } from './commands/serve';
import { train, type TrainOptions } from './commands/train';
import { variants, type VariantsFlags } from './commands/variants';
import { verify } from './commands/verify';
import { addRunsCommands } from './runs-program';
import { addDecisionOptions } from './decision-options';
import { addReadingOptions } from './reading-options';
import { dataFormats, withPlace } from './input';

function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${String(minimum)} to ${String(maximum)}.`);
  };
}

/** `file=model`; the name in the file may hold no equals sign. */
function renames(text: string, before: RenamedColumn[] = []): RenamedColumn[] {
  const [, is = '', was = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (is === '' || was === '')
    throw new InvalidArgumentError(
      'Expected the name in the file, an equals sign, and the name in the model.',
    );
  return [...before, { was, is }];
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
    addDecisionOptions(addReadingOptions(located(program.command('train'))))
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
      .option('--average-folds', "makes the model of the folds' networks instead of training it again")
      .addOption(
        new Option('--preset <name>', 'network, with columns and training that suit it').choices(
          presetNames.filter((name) => name !== 'custom'),
        ),
      )
      .addOption(
        new Option('--effort <effort>', 'how long to try for a good model (default: standard)').choices(
          efforts,
        ),
      )
      .option(
        '--sequence <name=pattern,...>',
        'numbered columns that are steps, such as weather=temp_*,hum_* (repeatable)',
        (value: string, before: string[] | undefined) => [...(before ?? []), value],
      )
      .option('--recipe <file>', 'recipe in JSON; the other options go before it')
      .option('--network <file>', 'layers in JSON, as the editor copies them; or a recipe that holds some')
      .addOption(jsonOption())
      .action(async (data: string, { json, ...flags }: TrainOptions & { json?: true }) =>
        finish(await train(data, flags, terminal), json === true),
      ),
    'train penguins.csv --target Species',
    'train houses.csv --target price --task regression --seed 7 --json',
    'train visits.csv --target outcome --group-column patient --folds 5',
    'train days.csv --target rain --preset lstm --sequence weather=temp_*,hum_*',
    'train penguins.csv --target Species --network layers.json',
  );

  examples(
    located(program.command('predict'))
      .description('predict every row of a file')
      .argument('<folder>', 'folder of the model')
      .argument('<data>', `${dataFormats}, with the same columns`)
      .option('--out <file>', 'CSV file to write')
      .option('--check', 'compare the columns and values with those of the training, and predict nothing')
      .option(
        '--rename <file=model>',
        'take a column of the file for one of the model; may be repeated',
        renames,
      )
      .addOption(jsonOption())
      .action(async (folder: string, data: string, { json, ...flags }: PredictFlags & { json?: true }) =>
        finish(await predict(folder, data, flags, terminal), json === true),
      ),
    'predict penguins.strongroom new.csv --out predicted.csv',
    'predict penguins.strongroom new.csv --check --json',
    'predict penguins.strongroom new.csv --rename "mass=Body Mass (g)" --out predicted.csv',
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
    addDecisionOptions(located(program.command('decide')))
      .description(
        'calibrate the probabilities of a model and set its threshold, from rows it was not trained on',
      )
      .argument('<run>', 'folder of the model, or a run of a project by its name or id')
      .option('--project <name>', 'the project of the run')
      .option('--workspace <folder>', 'where the projects are')
      .option('--data <file>', 'rows with the column to predict (default: what the training kept out)')
      .addOption(jsonOption())
      .action(async (run: string, { json, ...flags }: DecideFlags & { json?: true }) =>
        finish(await decide(run, flags, terminal), json === true),
      ),
    'decide churn.strongroom --data last-month.csv --threshold cost=1:10',
    'decide churn.strongroom --threshold 0.3 --calibration none',
    'decide "Run 4" --project Churn --threshold f1 --json',
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
      .addOption(
        new Option('--shrink <how>', 'write a smaller network in its place, learned from --data').choices(
          smallerNetworks,
        ),
      )
      .option(
        '--data <file>',
        'rows to compare over, to learn a smaller network from, and for int8-static to learn the ranges of activations from (default: made-up rows)',
      )
      .option('--kit', 'write a folder: the file with its input contract, examples, a server, a model card')
      .option('--network-only', 'without the preparation of columns: the file takes encoded rows')
      .option('--licence <text>', 'under which licence the model is passed on, kept in the file')
      .option('--own-rows', 'put rows of the data into the certificate instead of made-up ones')
      .option('--accept-changes', 'write the file even if smaller weights change too many decisions')
      .requiredOption(
        '--out <path>',
        'file to write, a certificate is written beside it; the folder with --kit',
      )
      .addOption(jsonOption())
      .action(async (folder: string, { json, ...flags }: ExportFlags & { json?: true }) =>
        finish(await exportFile(folder, flags, terminal), json === true),
      ),
    'export penguins.strongroom --format onnx --out penguins.onnx',
    'export penguins.strongroom --format onnx --quantize int8 --out small.onnx',
    'export penguins.strongroom --format tflite --quantize int8-static --data penguins.csv --out penguins.tflite',
    'export penguins.strongroom --format onnx --shrink distilled --data penguins.csv --out small.onnx',
    'export penguins.strongroom --format onnx --kit --out penguins-kit',
  );

  examples(
    program
      .command('import-model')
      .description('read a network that Keras or TensorFlow.js saved, and show its layers')
      .argument('<file>', '.keras, .h5, or model.json of TensorFlow.js (or its folder, or a zip file of it)')
      .option('--out <file>', 'also keep it, as a .keras file of layers that are known here')
      .addOption(jsonOption())
      .action(async (file: string, { json, ...flags }: { out?: string; json?: true }) =>
        finish(await importModel(file, flags, terminal), json === true),
      ),
    'import-model classifier.h5 --json',
  );

  examples(
    program
      .command('serve')
      .description('answer rows over HTTP, on this machine alone unless told otherwise')
      .argument('<folder>', 'folder of the model, or of an export with its kit')
      .option('--host <address>', 'where to listen', '127.0.0.1')
      .addOption(
        new Option('--port <number>', '0 takes a free one').argParser(wholeNumber(0, 65_535)).default(8080),
      )
      .option('--allow-network', 'allows a host that other machines reach; nobody is asked for a password')
      .option('--largest-body <bytes>', 'of one request (default: 5000000)', wholeNumber(1, 2 ** 31))
      .option('--most-rows <number>', 'of one request (default: 10000)', wholeNumber(1, 1_000_000))
      .action(async (folder: string, flags: ServeFlags) =>
        finish(await serveModel(folder, flags, terminal), false),
      ),
    'serve penguins.strongroom',
    'serve penguins-kit --port 9000',
  );

  examples(
    located(program.command('variants'))
      .description('measure a model in every size: fewer bits, pruned, taught to a smaller network')
      .argument('<folder>', 'folder of the model')
      .argument('<data>', `${dataFormats}, with the columns of the model and the target`)
      .addOption(new Option('--format <format>', 'file format').choices(modelFormats).default('onnx'))
      .addOption(jsonOption())
      .action(async (folder: string, data: string, { json, ...flags }: VariantsFlags & { json?: true }) =>
        finish(await variants(folder, data, flags, terminal), json === true),
      ),
    'variants penguins.strongroom penguins.csv',
  );

  examples(
    located(program.command('verify'))
      .description('compare an exported file with the application over every row, and with its certificate')
      .argument('<file>', 'file that was exported')
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
