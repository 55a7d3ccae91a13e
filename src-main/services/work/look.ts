import type { Analysis, Drift } from '../../contract/schemas/analysis';
import type { Profile } from '../../contract/schemas/data';
import type { House } from '../house';
import { part, type Work } from './work';

/** A table and what is known of it, whatever made it. */
export interface Table {
  parquet: string;
  profile: Profile;
}

/** Looks deeper into a table; what does not fit into memory goes to a folder that is gone afterwards. */
export function analyseTable(
  { engine, workspace }: House,
  { parquet, profile }: Table,
  target: string | null,
  work: Work,
): Promise<Analysis> {
  return workspace.scratch.within('analyse', (directory) =>
    engine.run('analyse', { parquet, profile, target, directory }, part(work, 0, 1, 'Reading rows')),
  );
}

/** How a later table differs from an earlier one. */
export const compareTables = ({ engine }: House, before: Table, after: Table, work: Work): Promise<Drift> =>
  engine.run('drift', { before, after }, part(work, 0, 1, 'Comparing columns'));
