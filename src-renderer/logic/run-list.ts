import type { RunSummary } from '../../src-main/contract';
import { matchRank } from './search';

const words = ({ name, tags, note, target, datasetName, device }: RunSummary): string =>
  [name, ...tags, note, target, datasetName, device].join(' ');

/** The runs in which every typed word occurs: in name, tags, note, column, data set or device. In their order. */
export function matching(runs: readonly RunSummary[], typed: string): RunSummary[] {
  return runs.filter((run) => matchRank(words(run), typed) !== null);
}

/** "good, 2024 " as tags: parted by commas, without blanks, each once. */
export function tagsOf(text: string): string[] {
  const tags = text
    .split(',')
    .map((tag) => tag.trim().slice(0, 40))
    .filter((tag) => tag !== '');
  return [...new Map(tags.map((tag) => [tag.toLowerCase(), tag])).values()].slice(0, 20);
}
