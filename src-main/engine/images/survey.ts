import { isPicture, isTable, openFiles } from '../data/images/files';
import { labelsOf } from '../data/images/labels';
import type { TaskHandler } from '../protocol';

/** Pictures that a first look names. */
const shownPaths = 20;

/** What a folder or archive holds, without reading any of it. */
export const surveyFiles: TaskHandler<'survey-files'> = async ({ source, name }, { signal }) => {
  const set = await openFiles(source, name, signal);
  try {
    const pictures = set.files.filter(isPicture);
    const labels = labelsOf(pictures.map(({ path }) => path));
    return {
      images: pictures.length,
      paths: pictures
        .slice(0, shownPaths)
        .map(({ path }, place) => ({ path, label: labels[place]?.label ?? '' })),
      bytes: pictures.reduce((sum, { bytes }) => sum + bytes, 0),
      tables: set.files.filter(isTable).map(({ path }) => path),
      files: set.files.length,
    };
  } finally {
    set.close();
  }
};
