import { join } from 'node:path';
import { z } from 'zod';
import type { DatasetId } from '../contract/schemas/common';
import { plainLook, tableLookSchema, type TableLook } from '../contract/schemas/table';
import { readJson, writeJson } from './files';
import { Serial } from './serial';

const looksSchema = z.object({ formatVersion: z.literal(1), looks: z.record(z.string(), tableLookSchema) });

/** More data sets than this are forgotten, the one whose look was kept longest ago first. */
const most = 50;

/** How a person looked at the tables of a project last: widths, order, filters. Nothing depends on it. */
export class LookStore {
  private readonly path: string;
  private readonly changes = new Serial();
  private looks: Record<string, TableLook> | undefined;

  constructor(folder: string) {
    this.path = join(folder, 'looks.json');
  }

  async get(dataset: DatasetId): Promise<TableLook> {
    return (await this.all())[dataset] ?? plainLook;
  }

  keep(dataset: DatasetId, look: TableLook): Promise<void> {
    return this.changes.run(async () => {
      const others = Object.entries(await this.all()).filter(([id]) => id !== dataset);
      const looks = Object.fromEntries([...others, [dataset, look] as const].slice(-most));
      await writeJson(this.path, { formatVersion: 1, looks });
      this.looks = looks;
    });
  }

  /** A file that is missing or damaged is no loss: tables are shown plainly again. */
  private async all(): Promise<Record<string, TableLook>> {
    this.looks ??= await readJson(this.path, looksSchema).then(
      ({ looks }) => looks,
      () => ({}),
    );
    return this.looks;
  }
}
