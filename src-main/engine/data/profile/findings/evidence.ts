import type { Analysis, Finding } from '../../../../contract/schemas/analysis';
import type { Profile } from '../../../../contract/schemas/data';
import type { Sample } from '../sample';

/** What findings are drawn from. */
export interface Evidence extends Pick<Analysis, 'associations' | 'duplicates' | 'target'> {
  profile: Profile;
  sample: Sample;
}

export type Finder = (evidence: Evidence) => Finding[];

/** A share as a percentage in words. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

export const counted = (rows: number): string => rows.toLocaleString('en-GB');
