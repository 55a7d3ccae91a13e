import { enabledSteps, stepDefinitions } from '../../../../contract/cleaning';
import type { CleaningStep } from '../../../../contract/cleaning';
import type { ColumnType } from '../../../../contract/schemas/data';
import { OnnxProgram } from '../../../compile/onnx/program';
import type { CleaningDocument } from '../../../data/steps/document';
import type { FrameColumn } from '../../../data/frame';
import { CellMaker, CellTable, NotInGraph } from './cells';
import type { Cell, CellKind } from './cells';
import { stepLowerings } from './steps';

/** A column of the data before cleaning. */
export interface RawColumn {
  name: string;
  type: ColumnType;
}

/** A column that features are made of. */
export interface WantedColumn {
  name: string;
  kind: FrameColumn['kind'];
}

/** Which cleaning steps are in the file and which have to be done to rows before. */
export interface CleaningPlan {
  inside: Touched[];
  before: CleaningStep[];
  /** Columns that steps inside read, as they are before the first of them. */
  read: Map<string, CellKind>;
}

/** Steps that change texts and leave them texts. */
const keepText = new Set([
  'trim-text',
  'change-case',
  'replace-text',
  'normalise-text',
  'pad-text',
  'extract-text',
]);

export const cellKindOf = (type: ColumnType): CellKind =>
  type === 'category' || type === 'text' || type === 'image' ? 'text' : type;

const frameKinds: Readonly<Record<CellKind, FrameColumn['kind']>> = {
  integer: 'number',
  decimal: 'number',
  boolean: 'text',
  text: 'text',
  date: 'moment',
  datetime: 'moment',
};

/** A step with those of the columns that it reads and writes which the wanted ones follow from. */
interface Touched {
  step: CleaningStep;
  reads: ReadonlySet<string>;
  writes: ReadonlySet<string>;
}

const meet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((name) => b.has(name));

/** What a step does for columns that are needed after it; null when it does nothing for them. */
function touchedBy(step: CleaningStep, needed: ReadonlySet<string>): Touched | null {
  const { effect, columns, makes } = stepDefinitions[step.kind];
  const made = makes(step);
  const names = [...(effect === 'cells' ? columns(step) : []), ...made.map(({ name }) => name)];
  const writes = new Set(names.filter((name) => needed.has(name)));
  if (writes.size === 0) return null;
  const reads = new Set(
    [...writes].flatMap((name) => {
      const ways = made.filter((column) => column.name === name);
      return ways.length === 0 ? [name] : ways.flatMap(({ from }) => from);
    }),
  );
  return { step, reads, writes };
}

/** The steps that the wanted columns follow from, in order. */
function relevantSteps(steps: readonly CleaningStep[], wanted: readonly WantedColumn[]): Touched[] {
  const needed = new Set(wanted.map(({ name }) => name));
  const found: Touched[] = [];
  for (const step of steps.toReversed()) {
    const touched = touchedBy(step, needed);
    if (touched === null) continue;
    found.push(touched);
    for (const name of touched.writes) needed.delete(name);
    for (const name of touched.reads) needed.add(name);
  }
  return found.reverse();
}

/** Does a step in the graph. Throws NotInGraph. */
export function lowerStep({ step, reads, writes }: Touched, learned: unknown, table: CellTable): void {
  const lowering = stepLowerings.get(step.kind);
  if (lowering === undefined) throw new NotInGraph(step.kind);
  table.focus = new Set([...reads, ...writes]);
  lowering.lower(step, learned, table);
}

const stand = (kind: CellKind): Cell => ({ kind, value: 'value', missing: 'missing' });

/**
 * Divides the cleaning steps of a model: inside the file are those that ONNX can do to the last cell and on whose
 * columns no other step has to be done afterwards. Steps that leave rows out are for training alone; drops are for
 * nobody who takes columns by name.
 */
export function planCleaning(
  { steps: all, learned }: CleaningDocument,
  raw: readonly RawColumn[],
  wanted: readonly WantedColumn[],
): CleaningPlan {
  const steps = enabledSteps(all).filter(
    ({ kind }) => stepDefinitions[kind].effect !== 'rows' && kind !== 'correct-cell',
  );
  if (steps.some(({ kind }) => stepDefinitions[kind].effect === 'table'))
    return { inside: [], before: steps, read: new Map() };
  const relevant = relevantSteps(steps, wanted);
  const outside = new Set<CleaningStep>();
  const names = new Set(raw.map(({ name }) => name.toLowerCase()));

  /** Does the steps in a graph that nobody sees. @returns the kinds of columns before the first step and at the end. */
  const rehearse = (): Map<string, Cell> => {
    const table = new CellTable(new CellMaker(new OnnxProgram()));
    for (const { name, type } of raw) table.set(name, stand(cellKindOf(type)));
    for (const touched of relevant) {
      const { step, writes } = touched;
      if (!outside.has(step)) {
        try {
          // A new column whose name is taken gets another one.
          const isTaken =
            step.kind === 'fill-missing' &&
            [...writes].some((name) => name.endsWith(' is missing') && names.has(name.toLowerCase()));
          if (isTaken) throw new NotInGraph('the name of the new column is taken');
          lowerStep(touched, learned[step.id], table);
          continue;
        } catch (error) {
          if (!(error instanceof NotInGraph)) throw error;
          outside.add(step);
        }
      }
      if (!keepText.has(step.kind)) for (const name of writes) table.cells.delete(name);
    }
    return table.cells;
  };

  for (let before = -1; before !== outside.size;) {
    before = outside.size;
    const cells = rehearse();
    // What is given in another form than it is kept in, such as numbers as categories, is for the application.
    for (const { name, kind } of wanted) {
      const cell = cells.get(name);
      if (cell !== undefined && frameKinds[cell.kind] === kind) continue;
      for (const { step, writes } of relevant) if (writes.has(name)) outside.add(step);
    }
    const [laterReads, laterWrites] = [new Set<string>(), new Set<string>()];
    for (const { step, reads, writes } of relevant.toReversed()) {
      if (
        !outside.has(step) &&
        (meet(writes, laterReads) || meet(writes, laterWrites) || meet(reads, laterWrites))
      )
        outside.add(step);
      if (!outside.has(step)) continue;
      for (const name of reads) laterReads.add(name);
      for (const name of writes) laterWrites.add(name);
    }
  }
  const inside = relevant.filter(({ step }) => !outside.has(step));
  // Columns that a step inside makes are not taken by the file.
  const read = new Map<string, CellKind>();
  const made = new Set<string>();
  const table = new CellTable(new CellMaker(new OnnxProgram()));
  for (const { name, type } of raw) table.set(name, stand(cellKindOf(type)));
  for (const { reads, writes } of inside) {
    for (const name of reads) if (!made.has(name)) read.set(name, table.cells.get(name)?.kind ?? 'text');
    for (const name of writes) made.add(name);
  }
  return {
    inside,
    before: relevant.filter(({ step }) => outside.has(step)).map(({ step }) => step),
    read,
  };
}
