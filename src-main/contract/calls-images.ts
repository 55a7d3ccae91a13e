import { z } from 'zod';
import { datasetIdSchema, jobIdSchema, uploadIdSchema } from './schemas/common';
import { datasetSchema } from './schemas/data';
import { contactSheetSchema, imageReferenceSchema, thumbnailSchema } from './schemas/images';

/** The calls that have to do with pictures; part of `calls`. */
export const imageCalls = {
  /** Small pictures of a data set, by what stands for them in its table. */
  'datasets.thumbnails': {
    params: z.object({ dataset: datasetIdSchema, references: z.array(imageReferenceSchema).max(500) }),
    result: z.object({ thumbnails: z.array(thumbnailSchema) }),
  },
  /** One picture of a data set, as large as a window shows it. */
  'datasets.image': {
    params: z.object({
      dataset: datasetIdSchema,
      reference: imageReferenceSchema,
      side: z.number().int().min(32).max(2048),
    }),
    result: thumbnailSchema,
  },
  /** Some pictures of each value of another column, the most frequent values first. */
  'datasets.contactSheet': {
    params: z.object({ dataset: datasetIdSchema, images: z.string(), by: z.string().nullable() }),
    result: contactSheetSchema,
  },
  /** Puts the pictures of a folder or archive in place of the paths that a data set has of them: a new data set. */
  'datasets.addImages': {
    params: z.object({ job: jobIdSchema, dataset: datasetIdSchema, upload: uploadIdSchema }),
    result: datasetSchema,
  },
} as const;
