// Writes resources/samples/*.csv from the npm package vega-datasets. Run by hand when a sample is added.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { root } from './install.mjs';

const source = join(root, 'node_modules/vega-datasets/data');
const target = join(root, 'resources/samples');

/** A JSON array of records as CSV; null becomes the empty cell. */
function convert(name, columns) {
  const records = JSON.parse(readFileSync(join(source, `${name}.json`), 'utf8'));
  const rows = records.map((record) => columns.map((column) => record[column] ?? ''));
  writeFileSync(join(target, `${name}.csv`), `${Papa.unparse([columns, ...rows], { newline: '\n' })}\n`);
}

convert('penguins', [
  'Species',
  'Island',
  'Beak Length (mm)',
  'Beak Depth (mm)',
  'Flipper Length (mm)',
  'Body Mass (g)',
  'Sex',
]);
convert('cars', [
  'Name',
  'Miles_per_Gallon',
  'Cylinders',
  'Displacement',
  'Horsepower',
  'Weight_in_lbs',
  'Acceleration',
  'Year',
  'Origin',
]);
copyFileSync(join(source, 'seattle-weather.csv'), join(target, 'seattle-weather.csv'));
