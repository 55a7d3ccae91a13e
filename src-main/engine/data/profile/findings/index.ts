import type { Finding } from '../../../../contract/schemas/analysis';
import { dateAfterEvent } from './date-after-event';
import type { Evidence, Finder } from './evidence';
import { missingPredictsTarget } from './missing-predicts-target';
import { predictsTarget } from './predicts-target';
import { contradictingRows, duplicateRows, unbalancedClasses } from './rows';
import { sameAs } from './same-as';
import { constant, identifierLike, mostlyEmpty } from './unhelpful-columns';

/** Every kind of finding, what misleads most first. */
const finders: readonly Finder[] = [
  predictsTarget,
  missingPredictsTarget,
  dateAfterEvent,
  contradictingRows,
  duplicateRows,
  unbalancedClasses,
  identifierLike,
  sameAs,
  mostlyEmpty,
  constant,
];

/** Everything that would mislead a model. */
export const findingsOf = (evidence: Evidence): Finding[] => finders.flatMap((find) => find(evidence));
