import type { TaskHandlers } from '../../protocol';
import { openDatabase } from '../database';
import { driftBetween } from './drift';
import type { Table } from './drift';
import { analyse } from './index';
import { pairOf } from './pair';
import { relationOf } from './sample';

/** The tasks that look into tables. Each opens a database that can read the tables, and writes nothing but spill. */
export const profileTasks: Required<Pick<TaskHandlers, 'analyse' | 'drift' | 'pair'>> = {
  analyse: async ({ parquet, profile, target, directory }, { signal, report }) => {
    const database = await openDatabase({
      files: [parquet],
      directories: [],
      spill: directory,
      width: profile.columns.length,
      signal,
    });
    try {
      const progress = (fraction: number, detail: string): void => report({ fraction, detail });
      return await analyse(database, relationOf(parquet), profile, { target, signal, progress });
    } finally {
      database.close();
    }
  },
  drift: async ({ before, after }, { signal, report }) => {
    const files = [before.parquet, after.parquet];
    const database = await openDatabase({
      files,
      directories: [],
      width: before.profile.columns.length,
      signal,
    });
    try {
      const table = ({ parquet, profile }: typeof before): Table => ({
        relation: relationOf(parquet),
        profile,
      });
      const progress = (fraction: number): void => report({ fraction, detail: 'Comparing columns' });
      return await driftBetween(database, table(before), table(after), { signal, progress });
    } finally {
      database.close();
    }
  },
  pair: async ({ parquet, profile, columns }, { signal }) => {
    const database = await openDatabase({ files: [parquet], directories: [], signal });
    try {
      return await pairOf(database, relationOf(parquet), profile, columns);
    } finally {
      database.close();
    }
  },
};
