import type { OnnxProgram } from '../../../compile/onnx/program';
import type { CleaningDocument } from '../../../data/steps/document';
import type { FrameColumn } from '../../../data/frame';
import { rowsName } from '../rows-name';
import { CellMaker, CellTable } from './cells';
import type { Cell, CellKind } from './cells';
import { lowerStep } from './plan';
import type { CleaningPlan } from './plan';

/** How a raw column that is cleaned in the file comes in: numbers as double, as the data are kept in. */
export const rawInputType = (kind: CellKind): 'double' | 'string' =>
  kind === 'text' || kind === 'boolean' ? 'string' : 'double';

/** A raw input as a cell: NaN, and empty text, are missing. */
function cellOf(make: CellMaker, name: string, kind: CellKind): Cell {
  if (kind === 'text') return { kind, value: name, missing: make.isMissingText(name) };
  if (kind !== 'boolean') return { kind, value: name, missing: make.emit('IsNaN', [name]) };
  const value = make.isOneOf(name, ['true']);
  return { kind, value, missing: make.not(make.isOneOf(name, ['true', 'false'])) };
}

/** A cell as a feature takes it: missing is NaN or empty text. */
function asFeature(make: CellMaker, cell: Cell, kind: FrameColumn['kind']): string {
  if (kind === 'text') {
    if (cell.kind === 'text') return cell.value;
    const word = make.where(cell.value, make.text('true'), make.text('false'));
    return make.where(cell.missing, make.text(''), word);
  }
  const value = make.where(cell.missing, make.number(Number.NaN), cell.value);
  return kind === 'number' ? make.cast(value, 'float') : value;
}

/**
 * Declares the raw columns that steps inside the file read, and does these steps.
 * @returns gives a column after cleaning as a feature of a kind takes it, [rows, 1]; null for a column that no step
 * inside reads or makes.
 */
export function lowerCleaning(
  program: OnnxProgram,
  { inside, read }: CleaningPlan,
  { learned }: CleaningDocument,
): (column: string, kind: FrameColumn['kind']) => string | null {
  for (const [name, kind] of read) program.input({ name, type: rawInputType(kind), shape: [rowsName, 1] });
  const make = new CellMaker(program);
  const table = new CellTable(make);
  for (const [name, kind] of read) table.set(name, cellOf(make, name, kind));
  for (const touched of inside) lowerStep(touched, learned[touched.step.id], table);
  return (column, kind) => {
    const cell = table.cells.get(column);
    return cell === undefined ? null : asFeature(make, cell, kind);
  };
}
