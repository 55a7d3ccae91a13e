import { SvelteMap } from 'svelte/reactivity';
import type { DatasetId, Thumbnail } from '../../src-main/contract';
import type { Client } from '../api';

/** Pictures that are asked for together, and those that are held. */
const mostAtOnce = 200;
const mostHeld = 4000;
/** How long pictures that scroll into view are gathered before they are asked for. */
const gatherMilliseconds = 16;

/** Small pictures of data sets, fetched as they come into view. */
export class Images {
  private readonly known = new SvelteMap<string, Thumbnail | null>();
  /** What was asked for since the last fetch. */
  private wanted: { dataset: DatasetId; reference: string }[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly client: Client) {}

  /** The small picture; undefined while it is not there, null where there is none. */
  of(dataset: string, reference: string): Thumbnail | null | undefined {
    return this.known.get(`${dataset} ${reference}`);
  }

  /** Asks for a small picture, together with others. */
  want(dataset: DatasetId, reference: string): void {
    if (this.known.has(`${dataset} ${reference}`)) return;
    this.wanted.push({ dataset, reference });
    this.timer ??= setTimeout(() => void this.fetch(), gatherMilliseconds);
  }

  private async fetch(): Promise<void> {
    this.timer = null;
    let left = this.wanted;
    this.wanted = [];
    for (;;) {
      const [first] = left;
      if (first === undefined) return;
      const own = left.filter(({ dataset }) => dataset === first.dataset).slice(0, mostAtOnce);
      left = left.filter((one) => !own.includes(one));
      await this.fetchSome(
        first.dataset,
        own.map(({ reference }) => reference),
      );
    }
  }

  private async fetchSome(dataset: DatasetId, references: string[]): Promise<void> {
    try {
      const { thumbnails } = await this.client.call('datasets.thumbnails', { dataset, references });
      for (const reference of references) {
        const found = thumbnails.find((one) => one.reference === reference);
        this.known.set(`${dataset} ${reference}`, found ?? null);
      }
      const spare = this.known.size - mostHeld;
      for (const key of [...this.known.keys()].slice(0, Math.max(0, spare))) this.known.delete(key);
    } catch {
      // Asked for again when it next comes into view.
    }
  }
}
