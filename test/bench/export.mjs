// How long the exported default of a table takes in onnxruntime-node for one row and for a batch, by how its weights are
// kept, and how large the file is: npm run bench -- export [--json]
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { median } from './support/table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { module: job } = await runnerImport(fileURLToPath(new URL('support/export-job.ts', import.meta.url)), {
  root,
  configFile: false,
  logLevel: 'error',
});
const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const runs = 5;

const variants = [];
for (const quantize of job.quantizations) {
  const { bytes, time, close } = await job.open(quantize);
  const timings = [];
  for (let run = 0; run < runs; run++) timings.push(await time());
  await close();
  variants.push({
    quantize,
    bytes,
    one_row_ms: median(timings.map(({ row }) => row)),
    batch_ms: median(timings.map(({ batch }) => batch)),
    batch_rows: timings[0].batchRows,
  });
}
if (options.json) process.stdout.write(`${JSON.stringify({ variants }, null, 2)}\n`);
else {
  for (const { quantize, bytes, one_row_ms: row, batch_ms: batch, batch_rows: rows } of variants)
    process.stdout.write(
      `${quantize.padEnd(12)} ${String(bytes).padStart(8)} bytes  one row ${row.toFixed(3)} ms  ${rows} rows ${batch.toFixed(3)} ms\n`,
    );
}
