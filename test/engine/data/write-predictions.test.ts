import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { missingCode, writeFrame } from '../../../src-main/engine/data/frame';
import { inert, shortest, writePredictions } from '../../../src-main/engine/data/write-predictions';
import { temporaryFolder, writeParquet } from '../../support/table';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const reading = { delimiter: ',', decimalSeparator: '.', encoding: 'utf-8' } as const;
const context = { signal: new AbortController().signal, report: () => undefined };

test('every column of the data, then the predictions; formulas are made inert, numbers are not touched', async () => {
  const parquet = join(folder.path, 'data.parquet');
  const predictions = join(folder.path, 'predictions.frame');
  const path = join(folder.path, 'out.csv');
  await writeParquet(parquet, '"note" VARCHAR, "x" DOUBLE, "n" BIGINT, "day" DATE, "predicted" BOOLEAN', [
    ['=HYPERLINK("http://a")', -1.5, -3, '2024-02-29', true],
    ['a, "b"\nc', 1e-7, 12, null, false],
    [null, null, null, '2025-01-01', null],
  ]);
  await writeFrame(predictions, {
    rows: 3,
    columns: [
      {
        name: 'predicted',
        kind: 'text',
        codes: Uint32Array.of(0, 1, missingCode),
        dictionary: ['+yes', 'no'],
      },
      { name: 'probability no', kind: 'number', values: Float32Array.of(0.1, 0.9, Number.NaN) },
    ],
  });
  const result = await writePredictions({ parquet, predictions, path, reading }, context);
  const text = await readFile(path, 'utf8');
  expect(Papa.parse(text, { skipEmptyLines: true }).data).toEqual([
    ['note', 'x', 'n', 'day', 'predicted', 'predicted 2', 'probability no'],
    [`'=HYPERLINK("http://a")`, '-1.5', '-3', '2024-02-29', 'true', `'+yes`, '0.1'],
    ['a, "b"\nc', '1e-7', '12', '', 'false', 'no', '0.9'],
    ['', '', '', '2025-01-01', '', '', ''],
  ]);
  expect(result.rows).toBe(3);
  expect(result.bytes).toBe(Buffer.byteLength(text));
  expect(result.preview[1]).toEqual(['a, "b"\nc', 1e-7, 12, null, 'false', 'no', 0.9]);
});

test('a file with semicolons and decimal commas, as German Excel writes it, is answered in kind', async () => {
  const parquet = join(folder.path, 'data.parquet');
  const predictions = join(folder.path, 'predictions.frame');
  const path = join(folder.path, 'out.csv');
  await writeParquet(parquet, '"Größe" DOUBLE, "Ort" VARCHAR', [
    [70.5, 'a;b'],
    [-1e-7, 'Köln, Süd'],
  ]);
  await writeFrame(predictions, {
    rows: 2,
    columns: [{ name: 'predicted', kind: 'number', values: Float32Array.of(1234.5, -0.25) }],
  });
  const german = { delimiter: ';', decimalSeparator: ',', encoding: 'windows-1252' } as const;
  await writePredictions({ parquet, predictions, path, reading: german }, context);
  expect(await readFile(path, 'utf8')).toBe(
    '\ufeffGröße;Ort;predicted\r\n70,5;"a;b";1234,5\r\n-1e-7;Köln, Süd;-0,25\r\n',
  );
});

test('a float32 is printed as the decimal that gives it back', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Math.fround(shortest(value)) === value).toBe(true);
    }),
  );
});

test.each(['=1', '+1', '-1', '@a', '\ta', '\ra', '\na'])('%j is made inert', (text) => {
  expect(inert(text)).toBe(`'${text}`);
});
