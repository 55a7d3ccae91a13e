import { Command } from 'commander';
import { version } from '../../../package.json';

const program = new Command('strongroom')
  .description('Train neural networks on your own spreadsheets, offline.')
  .version(version);

await program.parseAsync();
