import { z } from 'zod';
import { jobIdSchema, runIdSchema } from './schemas/common';
import { exportSettingsSchema, modelFormatChoiceSchema, modelFormatSchema } from './schemas/exports';
import { exportMeasureSchema, exportResultSchema, smallerMeasureSchema } from './schemas/runs';

/** The calls by which a run leaves the workbench. */
export const exportCalls = {
  /** The formats that a model can be exported in, and how small each can make it. */
  'runs.exportFormats': {
    params: z.object({ run: runIdSchema }),
    result: z.array(modelFormatChoiceSchema),
  },
  /** Writes a model, runs it in the run time it is for and compares; with a kit, an archive of it and what helps to use it. */
  'runs.export': {
    params: exportSettingsSchema.extend({
      job: jobIdSchema,
      run: runIdSchema,
      withKit: z.boolean().default(false),
    }),
    result: exportResultSchema,
  },
  /** Writes a model to see how large, how fast and how good the file is; the file itself goes. */
  'runs.measureExport': {
    params: exportSettingsSchema.extend({ job: jobIdSchema, run: runIdSchema }),
    result: exportMeasureSchema,
  },
  /** Makes every smaller network of a run that the format has weights for, and measures each as a file of it. */
  'runs.measureSmaller': {
    params: z.object({ job: jobIdSchema, run: runIdSchema, format: modelFormatSchema }),
    result: z.array(smallerMeasureSchema),
  },
} as const;
