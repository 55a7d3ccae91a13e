import { join } from 'node:path';
import { z } from 'zod';
import { StrongroomError } from '../contract/errors';
import { sampleSchema, type Sample } from '../contract/schemas/data';
import { readJson } from '../workspace';
import type { Handlers } from './backend';

const catalogueSchema = z.array(sampleSchema.extend({ file: z.string().regex(/^[\w.-]+$/) }));
type CatalogueEntry = z.infer<typeof catalogueSchema>[number];

/** The data sets that ship with the application, listed in samples/samples.json of its resources. */
export class Samples {
  constructor(private readonly resources: string) {}

  private entries(): Promise<CatalogueEntry[]> {
    return readJson(join(this.resources, 'samples', 'samples.json'), catalogueSchema, 'INTERNAL');
  }

  async list(): Promise<Sample[]> {
    return (await this.entries()).map(({ file: _file, ...sample }) => sample);
  }

  /** Throws FILE_NOT_FOUND for a sample that is not in the list. */
  async get(id: string): Promise<{ path: string; name: string; sample: Sample }> {
    const entries = await this.entries();
    const entry = entries.find((candidate) => candidate.id === id);
    if (entry === undefined) {
      throw new StrongroomError('FILE_NOT_FOUND', `There is no sample named ${id}.`, {
        expected: `one of ${entries.map((candidate) => candidate.id).join(', ')}`,
        received: id,
      });
    }
    const { file, ...sample } = entry;
    return { path: join(this.resources, 'samples', file), name: file, sample };
  }
}

export function sampleHandlers(samples: Samples): Pick<Handlers, 'samples.list'> {
  return { 'samples.list': () => samples.list() };
}
