import type { Source } from '../contract/schemas/data';
import type { CurrentProject } from './current-project';
import type { Samples } from './samples';
import type { SourceFile, Uploads } from './uploads';

/** Finds the file behind what a call names as its source, and the target that a sample suggests. */
export async function resolveSource(
  source: Source,
  { uploads, samples, current }: { uploads: Uploads; samples: Samples; current: Pick<CurrentProject, 'get'> },
): Promise<SourceFile & { target: string | null }> {
  switch (source.kind) {
    case 'upload':
      return { ...uploads.file(source.upload), target: null };
    case 'sample': {
      const { path, name, sample } = await samples.get(source.sample);
      return { path, name, target: sample.target };
    }
    case 'dataset': {
      const { datasets } = await current.get();
      return { ...datasets.original(source.dataset), target: null };
    }
  }
}
