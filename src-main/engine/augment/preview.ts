import type { Augmentation, AugmentationPreview } from '../../contract/schemas/augmentation';
import { changesRows } from '../../contract/planning';
import { missingCode, type Frame } from '../data/frame';
import type { FrameSource } from '../data/frame-source';
import { featureWidth } from '../features/apply';
import { FeatureMatrix } from '../features/apply/matrix';
import type { Fitted } from '../features/fitted';
import { hostInputs } from '../features/host';
import { hostTarget, learnableRows, learnedTarget, targetsOf } from '../features/host-target';
import { augmentRows } from '.';
import type { ClassRows } from './method';
import { placesByClass, takePlaces } from './rows';
import { previewImages } from './images/preview';
import { batchAugmenter, batchSettingOf, classRowsOf } from './training';

const shownRows = 4;
const shownColumns = 8;
/** Rows of the step whose batch is shown. */
const batchRows = 256;
const digits = 4;

/** A cell as text; empty where it is missing. */
function cellText(column: Frame['columns'][number], row: number): string {
  if ('codes' in column) {
    const code = column.codes[row] ?? missingCode;
    return code === missingCode ? '' : (column.dictionary[code] ?? '');
  }
  const value = column.values[row] ?? Number.NaN;
  if (!Number.isFinite(value)) return '';
  return column.kind === 'moment'
    ? new Date(value * 1000).toISOString().slice(0, 10)
    : String(Number(value.toPrecision(digits + 1)));
}

/** Some rows that were made, spread over all of them, each with the row that it began from. */
function madeRows(fitted: Fitted, before: ClassRows, after: ClassRows): AugmentationPreview['made'] {
  const names = [fitted.target.column, ...fitted.features.map(({ column }) => column)].slice(0, shownColumns);
  const made = after.origin.reduce<number[]>((list, origin, row) => {
    if (origin < 0) list.push(row);
    return list;
  }, []);
  const step = Math.max(1, Math.floor(made.length / shownRows));
  const some = made.filter((_, place) => place % step === 0).slice(0, shownRows);
  const textsOf = ({ columns }: Frame, row: number): string[] =>
    names.flatMap((name) => {
      const column = columns.find((candidate) => candidate.name === name);
      return column === undefined ? [] : [cellText(column, row)];
    });
  return {
    columns: names,
    rows: some.map((row) => ({
      from: textsOf(before.frame, after.base[row] ?? -1),
      made: textsOf(after.frame, row),
    })),
  };
}

/** What the network's columns are called: the column of the data, with a number where it has several. */
function columnNames(fitted: Fitted): string[] {
  return fitted.features.flatMap((feature) => {
    const width = featureWidth(feature);
    return Array.from({ length: width }, (_, part) =>
      width === 1 || feature.kind === 'image' ? feature.column : `${feature.column} ${part + 1}`,
    );
  });
}

async function batchRowsOf(
  fitted: Fitted,
  frame: Frame,
  augmentations: readonly Augmentation[],
  seed: number,
  pause: () => Promise<void>,
): Promise<Pick<AugmentationPreview, 'batch' | 'images'>> {
  const features = await FeatureMatrix.make(fitted, hostInputs(fitted, frame), frame.rows, pause);
  const augment = batchAugmenter(fitted, features, augmentations, seed);
  if (augment === null) return { batch: { columns: [], rows: [] }, images: [] };
  const { width } = features;
  const x = features.slice(0, frame.rows);
  const plain = learnedTarget(fitted, hostTarget(fitted, frame));
  const { target } = fitted;
  const before = x.slice();
  const images = previewImages(before, plain, width, augment, batchSettingOf(fitted, features));
  const y = augment.apply(x, plain.slice(), 0);
  const classes = target.kind === 'classes' ? target.classes : [];
  const targetNames =
    augment.targets > 1
      ? classes.map((name) => `${target.column} ${name}`)
      : [`${target.column}, to predict`];
  const wanted = targetNames.slice(0, 3);
  const round = (value: number): number => Number(value.toPrecision(digits));
  const shown = Array.from({ length: Math.min(shownRows, frame.rows) }, (_, row) => row);
  // Points of pictures are shown as pictures.
  const pictures = new Set(fitted.features.flatMap(({ kind, column }) => (kind === 'image' ? [column] : [])));
  // First what changes, which may be steps of a sequence far to the right; in the order of the columns.
  const isChanged = (column: number): boolean =>
    shown.some((row) => before[row * width + column] !== x[row * width + column]);
  const all = columnNames(fitted)
    .map((name, column) => ({ name, column }))
    .filter(({ name }) => !pictures.has(name));
  const drawn = [
    ...all.filter((one) => isChanged(one.column)),
    ...all.filter((one) => !isChanged(one.column)),
  ]
    .slice(0, shownColumns)
    .sort((a, b) => a.column - b.column);
  const columns = drawn.map(({ name }) => name);
  const valuesOf = (from: Float32Array, targetOf: (place: number) => number, row: number): number[] => [
    ...drawn.map(({ column }) => round(from[row * width + column] ?? 0)),
    ...wanted.map((_, place) => round(targetOf(place))),
  ];
  const batch = {
    columns: [...columns, ...wanted],
    rows: shown.map((row) => ({
      before: valuesOf(
        before,
        (place) => (augment.targets > 1 ? Number(plain[row] === place) : (plain[row] ?? 0)),
        row,
      ),
      after: valuesOf(x, (place) => y[row * augment.targets + place] ?? 0, row),
    })),
  };
  return { batch, images };
}

/** Training rows before and after what a recipe does with them. @param source the prepared training rows. */
export async function previewAugmentation(
  fitted: Fitted,
  source: FrameSource,
  augmentations: readonly Augmentation[],
  seed: number,
  pause: () => Promise<void>,
): Promise<AugmentationPreview> {
  const warnings: string[] = [];
  const { target } = fitted;
  const isMaking = target.kind === 'classes' && augmentations.some((one) => one.on && changesRows(one));
  const before = isMaking ? classRowsOf(fitted, source) : null;
  const inputs = fitted.features.map(({ column }) => column);
  const warn = (message: string): void => void warnings.push(message);
  const after =
    before === null ? null : await augmentRows(before, augmentations, seed, { inputs, pause, warn });
  const raw = hostTarget(fitted, source.read(0, source.rows, [target.column]));
  const known = learnableRows(fitted, raw);
  const counts = (classes: Int32Array): number[] => placesByClass(classes).map(({ length }) => length);
  const first = counts(Int32Array.from(targetsOf(raw, known)));
  const last = after === null ? first : counts(after.classes);
  const rows = after?.frame ?? source.read(0, Math.min(source.rows, batchRows));
  const places = new Int32Array(rows.rows).map((_, row) => row);
  // From all over the rows, so that those that were made are among them.
  const step = Math.max(1, Math.floor(rows.rows / batchRows));
  const some = takePlaces(rows, places.filter((row) => row % step === 0).subarray(0, batchRows));
  const labelled = takePlaces(some, learnableRows(fitted, hostTarget(fitted, some)));
  return {
    rows: { before: source.rows, after: after?.frame.rows ?? source.rows },
    classes:
      target.kind === 'classes'
        ? target.classes.map((name, code) => ({ name, before: first[code] ?? 0, after: last[code] ?? 0 }))
        : null,
    made: before === null || after === null ? { columns: [], rows: [] } : madeRows(fitted, before, after),
    ...(await batchRowsOf(fitted, labelled, augmentations, seed, pause)),
    warnings,
  };
}
