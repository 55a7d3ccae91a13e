import { StrongroomError } from '../contract/errors';
import type { Profile, Reading } from '../contract/schemas/data';
import type { Handlers } from './backend';
import type { House } from './house';
import { resolveSource } from './sources';
import { safeFileName, type Project } from '../workspace';
import type { DatasetId } from '../contract/schemas/common';
import { addImages } from './work/add-images';
import { inspectImages } from './work/images';
import { importDataset } from './work/import-dataset';
import { makeDownload } from './work/make-download';
import { profileOf } from './work/profile-of';
import { shownTable } from './work/shown-table';
import { part, unheard, type Work } from './work/work';

/** Only what was chosen: properties that are there but undefined would count as choices. */
function chosen(reading: { [Key in keyof Reading]?: Reading[Key] | undefined }): Partial<Reading> {
  return Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined));
}

/** The folder with the pictures of a data set. Throws FILE_NOT_FOUND when it has none. */
function imagesOf({ datasets }: Project, id: DatasetId): string {
  const images = datasets.images(id);
  if (images !== null) return images;
  throw new StrongroomError('FILE_NOT_FOUND', 'The data set has no pictures.', {
    next: 'Import a folder of pictures.',
  });
}

type DatasetCalls =
  | 'datasets.inspect'
  | 'datasets.import'
  | 'datasets.profile'
  | 'datasets.rows'
  | 'datasets.rejected'
  | 'datasets.thumbnails'
  | 'datasets.image'
  | 'datasets.contactSheet'
  | 'datasets.addImages'
  | 'datasets.export'
  | 'datasets.remove';

export function datasetHandlers(house: House): Pick<Handlers, DatasetCalls> {
  const { engine, current, jobs } = house;
  return {
    'datasets.inspect': async ({ source, reading }) => {
      const { path, name } = await resolveSource(source, house);
      const pictures = await inspectImages(house, { path, name });
      if (pictures !== null) return pictures;
      return engine.run('inspect', {
        path,
        name,
        ...(reading === undefined ? {} : { reading: chosen(reading) }),
      });
    },

    // The job begins before anything is awaited, so that no cancellation comes too early.
    'datasets.import': ({ job, source, reading, types }) =>
      jobs.run(job, 'Import', async (work) => {
        const { target, ...file } = await resolveSource(source, house);
        const project = await current.get();
        const before = source.kind === 'dataset' ? project.datasets.get(source.dataset) : undefined;
        const choices = {
          target,
          summary: 'later' as const,
          keep: source.kind === 'sample' ? ('copy' as const) : ('ours' as const),
          ...(before === undefined ? {} : { before }),
          ...(reading === undefined ? {} : { reading: chosen(reading) }),
          ...(types === undefined ? {} : { types }),
        };
        const dataset = await importDataset(house, project, file, choices, work);
        current.changed(project);
        if (source.kind === 'upload') await house.uploads.remove(source.upload);
        return dataset;
      }),

    'datasets.profile': async ({ job, dataset }) => {
      const ask = async (work: Work): Promise<Profile> =>
        profileOf(house, await current.get(), dataset, work);
      return job === undefined ? ask(unheard) : jobs.run(job, 'Summary', ask);
    },

    'datasets.rows': async ({ dataset, offset, limit, order, view, query, cleaned, before, changedOnly }) => {
      const project = await current.get();
      const { parquet, numbers } = await shownTable(project, dataset, cleaned);
      const compared = before === undefined ? null : await shownTable(project, dataset, before);
      const beside = {
        ...(numbers === null ? {} : { numbers }),
        ...(compared === null ? {} : { before: compared.parquet }),
      };
      if (view !== undefined) {
        return engine.run('rows', {
          parquet: house.views.path(view),
          offset,
          limit,
          numbered: true,
          ...beside,
        });
      }
      return engine.run('rows', {
        parquet,
        offset,
        limit,
        ...beside,
        ...(changedOnly === undefined ? {} : { changedOnly }),
        ...(order === undefined ? {} : { order }),
        ...(query === undefined ? {} : { query }),
      });
    },

    'datasets.thumbnails': async ({ dataset, references }) => {
      const images = (await current.get()).datasets.images(dataset);
      return images === null ? { thumbnails: [] } : engine.run('thumbnails', { images, references });
    },

    'datasets.image': async ({ dataset, reference, side }) => {
      const images = imagesOf(await current.get(), dataset);
      return (await engine.run('show-image', { images, reference, side })).image;
    },

    'datasets.contactSheet': async ({ dataset, images, by }) => {
      const parquet = (await current.get()).datasets.parquet(dataset);
      return engine.run('contact-sheet', { parquet, images, by });
    },

    'datasets.addImages': ({ job, dataset, upload }) =>
      jobs.run(job, 'Import', async (work) => {
        const project = await current.get();
        const made = await addImages(house, project, dataset, house.uploads.file(upload), work);
        current.changed(project);
        await house.uploads.remove(upload);
        return made;
      }),

    'datasets.rejected': async ({ dataset, offset, limit }) => {
      const { datasets } = await current.get();
      const rows = await datasets.rejected(dataset);
      return { total: datasets.get(dataset).rejectedRows, rows: rows.slice(offset, offset + limit) };
    },

    'datasets.export': ({ job, dataset, format, cleaned }) =>
      jobs.run(job, 'Export', async (work) => {
        const project = await current.get();
        const { parquet } = await shownTable(project, dataset, cleaned);
        const stem = safeFileName(project.datasets.get(dataset).name, 'data');
        const name = `${stem}${cleaned === undefined ? '' : ' cleaned'}.${format}`;
        return makeDownload(house, name, (path) =>
          engine.run('export-data', { parquet, path, format }, part(work, 0, 1, `Writing ${name}`)),
        );
      }),

    'datasets.remove': async ({ dataset }) => {
      if (house.sessions.isUsing(dataset)) {
        throw new StrongroomError('BUSY', 'A training reads this data set.', {
          next: 'Wait until it ends, or stop it.',
        });
      }
      const project = await current.get();
      const { origin } = project.datasets.get(dataset);
      // Other readings of the same file are shown as one data set, and go as one.
      const family = project.datasets
        .list()
        .filter(
          ({ id, ...other }) =>
            id === dataset || id === origin || (other.origin ?? id) === (origin ?? dataset),
        )
        .map(({ id }) => id)
        .filter((id) => !house.sessions.isUsing(id));
      for (const id of family) await project.datasets.remove(id);
      await project.changeRecipe((recipe) =>
        recipe.data.dataset !== null && family.includes(recipe.data.dataset)
          ? { ...recipe, data: { dataset: null, fingerprint: null, reading: null } }
          : recipe,
      );
      current.changed(project);
      return { done: true };
    },
  };
}
