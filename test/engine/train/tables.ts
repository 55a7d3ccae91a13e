import { readFileSync } from 'node:fs';
import papaparse from 'papaparse';
import { recipeSchema } from '../../../src-main/contract/schemas/recipe';
import type { Recipe } from '../../../src-main/contract/schemas/recipe';
import type { Frame, FrameColumn } from '../../../src-main/engine/data/frame';
import { missingCode } from '../../../src-main/engine/data/frame';
import type { Fitted, FittedFeature, FittedTarget } from '../../../src-main/engine/features/fitted';
import type { TaskContext, TaskProgress } from '../../../src-main/engine/protocol';
import { Random } from '../../../src-main/engine/random';

/** A table split and fitted the plain way, for tests of training that should not need DuckDB. */
export interface PreparedTable {
  fitted: Fitted;
  train: Frame;
  validation: Frame;
  test: Frame;
}

export function recipeOf(changes: {
  seed?: number;
  model?: Partial<Recipe['model']>;
  training?: Partial<Recipe['training']>;
}): Recipe {
  return recipeSchema.parse({
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target: 'target',
    ...changes,
  });
}

export function contextOf(changes: Partial<TaskContext> = {}): TaskContext & { reports: TaskProgress[] } {
  const reports: TaskProgress[] = [];
  return {
    signal: new AbortController().signal,
    stopRequested: () => false,
    pauseRequested: () => false,
    report: (progress) => reports.push(progress),
    reports,
    ...changes,
  };
}

function quantile(sorted: number[], share: number): number {
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? 0;
  return low + (high - low) * (place - Math.floor(place));
}

function fitColumn(name: string, texts: string[]): FittedFeature {
  const present = texts.filter((text) => text !== '');
  const numbers = present.map(Number);
  if (numbers.every(Number.isFinite)) {
    const sorted = numbers.sort((a, b) => a - b);
    const center = quantile(sorted, 0.5);
    const scale = quantile(sorted, 0.75) - quantile(sorted, 0.25) || 1;
    const indicator = present.length < texts.length;
    return { column: name, kind: 'number', center, scale, median: center, indicator };
  }
  return { column: name, kind: 'category', vocabulary: [...new Set(texts)].sort() };
}

function frameColumn(name: string, kind: 'number' | 'category', texts: string[]): FrameColumn {
  if (kind === 'number') {
    return {
      name,
      kind,
      values: Float32Array.from(texts, (text) => (text === '' ? Number.NaN : Number(text))),
    };
  }
  const dictionary = [...new Set(texts.filter((text) => text !== ''))];
  const codes = Uint32Array.from(texts, (text) => (text === '' ? missingCode : dictionary.indexOf(text)));
  return { name, kind: 'text', codes, dictionary };
}

/** Splits 64 / 16 / 20 (by class when the target is text) and fits on training rows, all from the seed. */
export function prepareTable(rows: Record<string, string>[], target: string, seed: number): PreparedTable {
  const known = rows.filter((row) => (row[target] ?? '') !== '');
  const random = new Random(seed, 'split');
  const isNumber = known.every((row) => Number.isFinite(Number(row[target])));
  const groups = new Map<string, number[]>();
  known.forEach((row, index) => {
    const group = isNumber ? '' : (row[target] ?? '');
    groups.set(group, [...(groups.get(group) ?? []), index]);
  });
  const parts: [number[], number[], number[]] = [[], [], []];
  for (const group of groups.values()) {
    random.shuffle(group);
    const forTest = Math.round(group.length * 0.2);
    const forValidation = Math.round(group.length * 0.16);
    parts[2].push(...group.slice(0, forTest));
    parts[1].push(...group.slice(forTest, forTest + forValidation));
    parts[0].push(...group.slice(forTest + forValidation));
  }
  const textsOf = (indices: number[], name: string): string[] => indices.map((i) => known[i]?.[name] ?? '');
  const names = Object.keys(known[0] ?? {}).filter((name) => name !== target);
  const features = names.map((name) => fitColumn(name, textsOf(parts[0], name)));
  const learned = textsOf(parts[0], target);
  const numbers = learned.map(Number);
  const mean = numbers.reduce((sum, y) => sum + y, 0) / numbers.length;
  const deviation = Math.sqrt(numbers.reduce((sum, y) => sum + (y - mean) ** 2, 0) / numbers.length);
  const classes = [...new Set(learned)].sort();
  const fittedTarget: FittedTarget = isNumber
    ? { kind: 'number', column: target, mean, deviation }
    : { kind: 'classes', column: target, classes };
  const task = isNumber ? 'regression' : classes.length === 2 ? 'binary' : 'multiclass';
  const frameOf = (indices: number[]): Frame => ({
    rows: indices.length,
    columns: [
      ...features.map((feature) =>
        frameColumn(
          feature.column,
          feature.kind === 'number' ? 'number' : 'category',
          textsOf(indices, feature.column),
        ),
      ),
      frameColumn(target, isNumber ? 'number' : 'category', textsOf(indices, target)),
    ],
  });
  return {
    fitted: { formatVersion: 1, task, features, target: fittedTarget },
    train: frameOf(parts[0]),
    validation: frameOf(parts[1]),
    test: frameOf(parts[2]),
  };
}

export function readSample(name: string, without: string[] = []): Record<string, string>[] {
  const text = readFileSync(new URL(`../../../resources/samples/${name}.csv`, import.meta.url), 'utf8');
  const { data } = papaparse.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  return data.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !without.includes(key))));
}
