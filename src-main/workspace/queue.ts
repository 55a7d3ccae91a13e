import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StrongroomError } from '../contract/errors';
import type { RunId, Warning } from '../contract/schemas/common';
import { mostQueued, queuedSchema, type Queued } from '../contract/schemas/queue';
import { readJsonDocument, writeJson } from './files';
import { parseRecipe } from './migrations';
import { Serial } from './serial';

const documentSchema = z.object({ formatVersion: z.literal(1), items: z.array(z.unknown()) });
const rawItemSchema = z.looseObject({ recipe: z.unknown() });

/** The trainings of one project that wait for their turn (queue.json), the next one first. */
export class QueueStore {
  private readonly path: string;
  private readonly changes = new Serial();
  private items: readonly Queued[] = [];

  constructor(folder: string) {
    this.path = join(folder, 'queue.json');
  }

  /**
   * What an earlier start of the program left is held until somebody says that it may begin.
   * @param isBegun whether a training has begun already: then it is not in the queue any more.
   */
  async open(isBegun: (id: RunId) => boolean): Promise<Warning[]> {
    if (!existsSync(this.path)) return [];
    try {
      const { items } = documentSchema.parse(await readJsonDocument(this.path));
      const read = items.map((item) => {
        const raw = rawItemSchema.parse(item);
        return queuedSchema.parse({ ...raw, recipe: parseRecipe(raw.recipe) });
      });
      this.items = read
        .filter(({ id }) => !isBegun(id))
        .map((item) => ({ ...item, state: item.state === 'failed' ? 'failed' : 'held' }));
      return [];
    } catch {
      return [
        {
          code: 'PROJECT_DAMAGED',
          message: 'The queue of trainings could not be read; it begins empty.',
          next: 'Put the trainings into the queue again.',
        },
      ];
    }
  }

  list(): Queued[] {
    return [...this.items];
  }

  /** Throws RUN_NOT_FOUND. */
  get(id: RunId): Queued {
    const item = this.items.find((other) => other.id === id);
    if (item !== undefined) return item;
    throw new StrongroomError('RUN_NOT_FOUND', `No training ${id} waits in this project.`, {
      next: 'It may have begun: look at what trains now.',
    });
  }

  /** Throws BUSY when too many wait. */
  add(item: Queued): Promise<void> {
    return this.change((items) => {
      if (items.length < mostQueued) return [...items, item];
      throw new StrongroomError('BUSY', `${String(mostQueued)} trainings wait already.`, {
        expected: `at most ${String(mostQueued)}`,
        next: 'Wait until some of them are done, or remove some.',
      });
    });
  }

  remove(id: RunId): Promise<void> {
    return this.change((items) => items.filter((item) => item.id !== id));
  }

  /** @param place from 0; beyond the end stands for the end. */
  move(id: RunId, place: number): Promise<void> {
    return this.change((items) => {
      const others = items.filter((item) => item.id !== id);
      return others.toSpliced(place, 0, this.get(id));
    });
  }

  /** What is not there any more stays away. */
  mark(id: RunId, change: Pick<Queued, 'state'> & Partial<Pick<Queued, 'error'>>): Promise<void> {
    return this.change((items) => items.map((item) => (item.id === id ? { ...item, ...change } : item)));
  }

  private change(make: (items: readonly Queued[]) => Queued[]): Promise<void> {
    return this.changes.run(async () => {
      const items = make(this.items);
      await writeJson(this.path, { formatVersion: 1, items });
      this.items = items;
    });
  }
}
