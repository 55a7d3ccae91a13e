import type { ExportFormat } from '../../../contract/schemas/formats';
import type { TaskHandler } from '../../protocol';
import { numeric, openDatabase } from '../database';
import { literal } from '../sql';
import { csv } from './csv';
import type { Exporter } from './exporter';
import { parquet } from './parquet';
import { xlsx } from './xlsx';

/** Every format that data sets are written in. */
const exporters: Record<ExportFormat, Exporter> = { csv, xlsx, parquet };

/** Writes a data set as a file for other programs: see `export-data` in protocol.ts. */
export const exportData: TaskHandler<'export-data'> = async (
  { parquet: source, path, format },
  { signal, report },
) => {
  const database = await openDatabase({ files: [source], directories: [], signal });
  try {
    const from = `read_parquet(${literal(source)})`;
    const described = await database.rows(`DESCRIBE SELECT * FROM ${from}`);
    const columns = described.map((row) => ({
      name: String(row['column_name']),
      sqlType: String(row['column_type']),
    }));
    const [count = {}] = await database.rows(`SELECT count(*) AS rows FROM ${from}`);
    const rows = numeric(count['rows']);
    const detail = 'Writing rows';
    const warnings = await exporters[format].write({
      database,
      parquet: source,
      columns,
      rows,
      path,
      signal,
      progress: (fraction) => report({ fraction, detail }),
    });
    return { rows, warnings };
  } finally {
    database.close();
  }
};
