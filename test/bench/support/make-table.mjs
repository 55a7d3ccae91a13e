import { DuckDBInstance } from '@duckdb/node-api';

/** Writes a CSV of seven columns of every kind, the same one every time. */
export async function makeTable(path, rows) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT i AS id, DATE '2017-07-14' + (hash(i) % 1157)::INT AS day,
      ['north', 'south', 'east', 'west', 'centre'][1 + (hash(i + 7) % 5)::INT] AS region,
      ((hash(i + 1) % 100000) / 100.0)::DOUBLE AS price, (hash(i + 2) % 100000)::BIGINT AS quantity,
      hash(i + 3) % 2 = 0 AS active, (hash(i + 4) % 1000000000) / 1e9 AS score
      FROM range(${rows}) t(i)) TO '${path.replaceAll("'", "''")}' (HEADER)`,
  );
  connection.closeSync();
  instance.closeSync();
}
