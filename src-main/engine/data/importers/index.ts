import { delimited } from './delimited';
import type { Importer } from './importer';
import { json } from './json';
import { parquet } from './parquet';
import { workbook } from './workbook';

/** Every format that tables are read from. The first that recognises the content of a file reads it; text comes last. */
export const importers: readonly Importer[] = [parquet, workbook, json, delimited];
