import type { CleaningStep } from '../contract/cleaning';
import type {
  CleaningPreview,
  SpellingGroups,
  SpellingMethod,
  StepReport,
  StepSuggestions,
} from '../contract/schemas/cleaning';
import type { Column, ColumnType } from '../contract/schemas/data';

/** What may be asked of the role data about cleaning. */
export interface CleaningTasks {
  /** What steps up to one (null: all) make of the first rows of a data set, and what that one changes. */
  'preview-steps': {
    params: {
      parquet: string;
      steps: readonly CleaningStep[];
      step: string | null;
      offset: number;
      limit: number;
      changedOnly: boolean;
      seed: number;
      /** cleaning.json of a table that was cleaned as a whole: what its steps learned from all rows is taken. */
      cleaning: string | null;
    };
    result: CleaningPreview;
  };
  /**
   * Writes the table that steps make of a data set into `directory`, which exists: data.parquet, profile.json and
   * cleaning.json (the steps with what they learned), and where rows are left out numbers.parquet (the number in the data
   * set of each row that stays). With `later`, the steps of a model's cleaning.json are done to a
   * later file instead: with what they learned then, every row kept, `columns` that the file lacks taken for empty;
   * only data.parquet is written.
   */
  clean: {
    params: {
      parquet: string;
      steps: readonly CleaningStep[];
      directory: string;
      seed: number;
      images?: string;
      later?: { cleaning: string; columns: { name: string; type: ColumnType }[] };
    };
    result: { rows: number; columns: Column[]; steps: StepReport[] };
  };
  /** Steps that may help after `steps`, from the first rows of a data set. */
  'suggest-steps': {
    params: { parquet: string; steps: readonly CleaningStep[]; seed: number };
    result: StepSuggestions;
  };
  /** Spellings that may be one word, in a column as it is after `steps`. Throws STEP_INVALID. */
  'group-categories': {
    params: {
      parquet: string;
      steps: readonly CleaningStep[];
      column: string;
      method: SpellingMethod;
      seed: number;
    };
    result: SpellingGroups;
  };
}
