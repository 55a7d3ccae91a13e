import sharp from 'sharp';
import { gatherImages } from '../images/gather';
import { resizeImages } from '../images/resize';
import { showImage, thumbnails } from '../images/show';
import { surveyFiles } from '../images/survey';
import type { TaskHandlers } from '../protocol';

/** The tasks of the child that decodes pictures. */
export const handlers: TaskHandlers = {
  'survey-files': surveyFiles,
  'gather-images': gatherImages,
  'resize-images': resizeImages,
  thumbnails,
  'show-image': showImage,
  describe: () =>
    Promise.resolve([
      {
        name: 'sharp',
        title: 'sharp (libvips)',
        purpose: 'decodes pictures',
        available: true,
        version: sharp.versions.sharp ?? null,
        reason: null,
      },
    ]),
};
