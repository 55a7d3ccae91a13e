import { z } from 'zod';

/**
 * Every error code of the program with what it means, once. The code is what tests, scripts and people
 * looking for help rely on; the words around it may change.
 */
export const errorCodes = {
  // Files and import
  FILE_NOT_FOUND: 'The file does not exist at that place.',
  FILE_NOT_READABLE: 'The file exists but may not be read, or is a folder.',
  FILE_EMPTY: 'The file has no bytes, or nothing but white space.',
  FILE_NOT_TEXT: 'The file is binary, not delimited text.',
  FILE_FORMAT_MISMATCH: 'The content of the file is not of the format that its name says.',
  FILE_DAMAGED: 'The file is damaged, incomplete or protected, so that it cannot be read.',
  FILE_TOO_LARGE: 'The file unpacks to more than can be held safely.',
  SHEET_NOT_FOUND: 'The workbook has no such sheet, or nothing stands in the range.',
  IMAGES_NOT_FOUND: 'The folder or archive has no picture that can be read.',
  MEMBER_NOT_FOUND: 'The archive has no such file, or none that holds a table.',
  FILE_CHANGED: 'The file changed while it was read.',
  HEADER_ONLY: 'The file has column names but no rows.',
  LINE_TOO_LONG: 'A single line is longer than can be read safely.',
  TOO_MANY_COLUMNS: 'The file has more columns than can be held.',
  NO_READABLE_ROWS: 'No row of the file could be read.',
  DECISION_NEEDED: 'The data leaves open how it is to be read, and nobody decided.',
  CONTRACT_MISMATCH: 'A file lacks columns that the model needs.',
  COMBINE_UNSUITABLE: 'The data sets cannot be combined that way.',
  // Target, recipe, training
  TARGET_NOT_FOUND: 'The column to predict is not in the data.',
  TARGET_SINGLE_CLASS: 'The column to predict has a single value.',
  TARGET_UNSUITABLE: 'The column to predict does not suit the task.',
  TEXTS_TOO_LARGE: 'The texts of a column are too large to be learned from.',
  TOO_FEW_ROWS: 'Too few rows remain to train and test on.',
  SPLIT_UNSUITABLE: 'The rows cannot be split the way that was asked for.',
  SEQUENCE_UNSUITABLE: 'Columns cannot be the steps of a sequence.',
  AUGMENTATION_UNSUITABLE: 'An augmentation does not suit the rows or what is predicted.',
  NO_INPUT_COLUMNS: 'No column is left to learn from.',
  RECIPE_INVALID: 'The recipe does not follow its schema.',
  RECIPE_VERSION: 'The recipe was made by a newer version.',
  STEP_INVALID: 'A cleaning step does not suit the table that it gets.',
  NETWORK_INVALID: 'The layers of the network do not fit together.',
  LOSS_UNSUITABLE: 'The loss, or what is watched, does not suit what is predicted.',
  LOSS_NOT_FINITE: 'The loss became infinite or not a number.',
  REPEAT_IMPOSSIBLE: 'A run cannot be given again exactly.',
  ENSEMBLE_UNSUITABLE: 'Runs cannot be joined into one model.',
  DECISION_UNSUITABLE: 'A calibration or a threshold does not suit what is predicted.',
  DEVICE_NOT_AVAILABLE: 'The device asked for is not available here.',
  DEVICE_LOST: 'The device stopped working while it trained.',
  OUT_OF_MEMORY: 'The device has too little memory for the training.',
  // Model files
  MODEL_NOT_FOUND: 'The folder holds no trained model.',
  MODEL_DAMAGED: 'A file of the model is missing or damaged.',
  LAYER_NOT_SUPPORTED: 'A layer of a network cannot be read from, or written to, the format.',
  KERNEL_NOT_SUPPORTED: 'An operation of the model has no counterpart in the export format.',
  EXPORT_DIFFERS: 'The exported model does not give the same answers as the application.',
  EXPORT_TOO_LARGE: 'The table does not fit into the format.',
  EXPORT_FORMAT_UNKNOWN: 'The export format is not known.',
  // Workspace
  PROJECT_NOT_FOUND: 'The project does not exist.',
  PROJECT_DAMAGED: 'A file of the project is damaged.',
  DATASET_NOT_FOUND: 'The data set does not exist in this project.',
  RUN_NOT_FOUND: 'The run does not exist in this project.',
  UPLOAD_NOT_FOUND: 'The upload is unknown or already finished.',
  DOWNLOAD_NOT_FOUND: 'The file to save is unknown or gone.',
  DISK_FULL: 'The disk is full.',
  NOT_WRITABLE: 'The folder may not be written to.',
  // Processes and boundary
  ENGINE_CRASHED: 'The engine process ended unexpectedly.',
  ENGINE_NOT_FOUND: 'No plain Node binary was found to run the engine on.',
  CANCELLED: 'The work was cancelled.',
  BUSY: 'Something else has to end first.',
  BAD_REQUEST: 'A call arrived with a payload that does not follow the contract.',
  BAD_RESPONSE: 'An answer arrived that does not follow the contract.',
  UNKNOWN_CALL: 'The call is not part of the contract.',
  DISCONNECTED: 'The connection to the main process was lost.',
  USAGE: 'The command line was used wrongly.',
  INTERNAL: 'A fault of the program itself.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

const codeNames = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];

/** The one shape in which an error crosses a process or a wire. */
export const errorPayloadSchema = z.object({
  code: z.enum(codeNames),
  /** One sentence for the person: what happened, with the names and values concerned. */
  message: z.string(),
  expected: z.string().optional(),
  received: z.string().optional(),
  /** What the person can do next. */
  next: z.string().optional(),
});
export type ErrorPayload = z.infer<typeof errorPayloadSchema>;

export interface ErrorDetails {
  expected?: string;
  received?: string;
  next?: string;
  cause?: unknown;
}

/** An error that a person can act on. Everything thrown on purpose is one of these. */
export class StrongroomError extends Error {
  readonly code: ErrorCode;
  readonly expected: string | undefined;
  readonly received: string | undefined;
  readonly next: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'StrongroomError';
    this.code = code;
    this.expected = details.expected;
    this.received = details.received;
    this.next = details.next;
  }

  /** The plain form that crosses processes. */
  toPayload(): ErrorPayload {
    return {
      code: this.code,
      message: this.message,
      ...(this.expected === undefined ? {} : { expected: this.expected }),
      ...(this.received === undefined ? {} : { received: this.received }),
      ...(this.next === undefined ? {} : { next: this.next }),
    };
  }

  static fromPayload(payload: ErrorPayload): StrongroomError {
    return new StrongroomError(payload.code, payload.message, {
      ...(payload.expected === undefined ? {} : { expected: payload.expected }),
      ...(payload.received === undefined ? {} : { received: payload.received }),
      ...(payload.next === undefined ? {} : { next: payload.next }),
    });
  }
}

/** System error numbers that mean something a person can mend. */
const systemErrors: Record<string, { code: ErrorCode; next: string }> = {
  ENOENT: { code: 'FILE_NOT_FOUND', next: 'Check the path and try again.' },
  EACCES: { code: 'NOT_WRITABLE', next: 'Choose a folder that you may write to, or change its permissions.' },
  EPERM: { code: 'NOT_WRITABLE', next: 'Choose a folder that you may write to, or change its permissions.' },
  EROFS: { code: 'NOT_WRITABLE', next: 'Choose a folder on a disk that can be written to.' },
  ENOSPC: { code: 'DISK_FULL', next: 'Free some space on the disk and try again.' },
  EDQUOT: { code: 'DISK_FULL', next: 'Free some space in your quota and try again.' },
  EISDIR: { code: 'FILE_NOT_READABLE', next: 'Choose a file instead of a folder.' },
};

/** Turns whatever was thrown into a StrongroomError: the boundary where errors are normalised. */
export function normalizeError(thrown: unknown): StrongroomError {
  if (thrown instanceof StrongroomError) return thrown;
  if (thrown instanceof Error) {
    const systemCode = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
    const known = systemErrors[systemCode];
    if (known !== undefined) {
      return new StrongroomError(known.code, thrown.message, { next: known.next, cause: thrown });
    }
    if (/no space left on device/i.test(thrown.message)) {
      return new StrongroomError('DISK_FULL', thrown.message, {
        next: 'Free some space on the disk and try again.',
        cause: thrown,
      });
    }
    return new StrongroomError('INTERNAL', thrown.message, {
      next: 'Try again; if it happens again, report it with the text above.',
      cause: thrown,
    });
  }
  return new StrongroomError('INTERNAL', String(thrown));
}
