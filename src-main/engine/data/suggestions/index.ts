import type { Rule } from './rule';
import { blanks } from './rules/blanks';
import { dateText } from './rules/date-text';
import { duplicateRows } from './rules/duplicate-rows';
import { farOutliers } from './rules/far-outliers';
import { identifiers } from './rules/identifiers';
import { missingWords } from './rules/missing-words';
import { misspelt } from './rules/misspelt';
import { numberText } from './rules/number-text';
import { rareCategories } from './rules/rare-categories';
import { repeatedColumns } from './rules/repeated-columns';
import { spellings } from './rules/spellings';
import { uselessColumns } from './rules/useless-columns';

/** What is looked for, in the order in which it is best put right. */
export const rules: readonly Rule[] = [
  uselessColumns,
  repeatedColumns,
  identifiers,
  blanks,
  missingWords,
  numberText,
  dateText,
  spellings,
  misspelt,
  duplicateRows,
  farOutliers,
  rareCategories,
];
