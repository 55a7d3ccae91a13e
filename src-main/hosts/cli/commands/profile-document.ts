import type { Analysis } from '../../../contract/schemas/analysis';
import type { Warning } from '../../../contract/schemas/common';

/** Findings in the shape of warnings, with the rule that decided each. */
export const findingWarnings = ({ findings }: Analysis): (Warning & { decided_by: string })[] =>
  findings.map(({ code, column, message, decidedBy, next }) => ({
    code,
    message,
    ...(column === undefined ? {} : { column }),
    decided_by: decidedBy,
    next,
  }));

/** What an analysis adds to the document of a profile. */
export const analysisParts = (analysis: Analysis): Record<string, unknown> => ({
  sampled_rows: analysis.sampledRows,
  quantiles: analysis.quantiles,
  outliers: analysis.outliers,
  associations: analysis.associations,
  left_out: analysis.leftOut,
  missing_patterns: analysis.missing,
  duplicates: analysis.duplicates,
  target: analysis.target,
});
