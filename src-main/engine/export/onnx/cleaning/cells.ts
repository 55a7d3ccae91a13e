import type { OnnxProgram } from '../../../compile/onnx/program';
import { onnxTypeCodes } from '../../../compile/onnx/types';
import type { OnnxAttribute, OnnxType } from '../../../compile/onnx/types';

/** What a column holds while it is cleaned. */
export type CellKind = 'integer' | 'decimal' | 'boolean' | 'date' | 'datetime' | 'text';

/**
 * A column in the graph, [rows, 1]. Numbers and moments (seconds since 1970, UTC) are double, as the data are kept in;
 * truth values bool, text string. Where `missing` is true the value means nothing; missing text is ''.
 */
export interface Cell {
  readonly kind: CellKind;
  readonly value: string;
  /** The name of a bool. */
  readonly missing: string;
}

export const isNumber = ({ kind }: Cell): boolean => kind === 'integer' || kind === 'decimal';

/** Why a step cannot be done in the graph: it is then to be done before. */
export class NotInGraph extends Error {}

/** Operators on cells, with the constants that they need. */
export class CellMaker {
  constructor(readonly program: OnnxProgram) {}

  emit(operator: string, inputs: readonly string[], attributes: Record<string, OnnxAttribute> = {}): string {
    return this.program.emit(operator, inputs, { attributes, hint: 'cleaning' });
  }

  number(value: number): string {
    return this.program.double(value);
  }

  text(value: string): string {
    return this.program.constant({ type: 'string', shape: [], data: [value] });
  }

  truth(value: boolean): string {
    return this.program.constant({ type: 'bool', shape: [], data: Uint8Array.of(value ? 1 : 0) });
  }

  cast(value: string, type: OnnxType): string {
    return this.emit('Cast', [value], { to: { int: onnxTypeCodes[type] } });
  }

  /** Of numbers or texts. */
  where(condition: string, then: string, otherwise: string): string {
    return this.emit('Where', [condition, then, otherwise]);
  }

  /** Of truth values, for which ONNX Runtime has no Where. */
  whereTruth(condition: string, then: string, otherwise: string): string {
    return this.or(this.and(condition, then), this.and(this.not(condition), otherwise));
  }

  whereKind(kind: CellKind, condition: string, then: string, otherwise: string): string {
    return kind === 'boolean'
      ? this.whereTruth(condition, then, otherwise)
      : this.where(condition, then, otherwise);
  }

  not(value: string): string {
    return this.emit('Not', [value]);
  }

  or(...values: readonly string[]): string {
    return values.reduce((all, value) => (all === value ? all : this.emit('Or', [all, value])));
  }

  and(...values: readonly string[]): string {
    return values.reduce((all, value) => (all === value ? all : this.emit('And', [all, value])));
  }

  /** Whether a text is one of a list. */
  isOneOf(text: string, list: readonly string[]): string {
    if (list.length === 0) return this.and(this.not(this.isMissingText(text)), this.isMissingText(text));
    const found = this.program.emit('LabelEncoder', [text], {
      domain: 'ai.onnx.ml',
      attributes: {
        keys_strings: { strings: list },
        values_int64s: { ints: list.map(() => 1) },
        default_int64: { int: 0 },
      },
      hint: 'cleaning',
    });
    return this.cast(found, 'bool');
  }

  isMissingText(text: string): string {
    return this.isOneOf(text, ['']);
  }

  /** Texts put for others; all others become `otherwise`, a constant. */
  mapTexts(text: string, pairs: ReadonlyMap<string, string>, otherwise: string): string {
    return this.program.emit('LabelEncoder', [text], {
      domain: 'ai.onnx.ml',
      attributes: {
        keys_strings: { strings: [...pairs.keys()] },
        values_strings: { strings: [...pairs.values()] },
        default_string: { string: otherwise },
      },
      hint: 'cleaning',
    });
  }

  /** What a number, a moment or a truth value is where it is missing, so that it cannot be taken for a value. */
  number0(kind: CellKind): string {
    return kind === 'boolean' ? this.truth(false) : kind === 'text' ? this.text('') : this.number(0);
  }

  /** A cell that is missing where `missing` is true, as well as where it was. */
  gone(cell: Cell, missing: string): Cell {
    const all = this.or(cell.missing, missing);
    const value = cell.kind === 'text' ? this.where(missing, this.text(''), cell.value) : cell.value;
    return { kind: cell.kind, value, missing: all };
  }
}

/** The columns of a table in the graph, as steps find and leave them. */
export class CellTable {
  readonly cells = new Map<string, Cell>();
  /** The columns that matter to the step that is done now; a step may name others, which nobody needs. */
  focus: ReadonlySet<string> = new Set();

  constructor(readonly make: CellMaker) {}

  /** Those of some columns that matter. */
  needed(names: readonly string[]): string[] {
    return names.filter((name) => this.focus.has(name));
  }

  /** Throws NotInGraph when the column is not in the graph. */
  get(name: string): Cell {
    const cell = this.cells.get(name);
    if (cell === undefined) throw new NotInGraph(`the column ${name} is not in the file`);
    return cell;
  }

  set(name: string, cell: Cell): void {
    this.cells.set(name, cell);
  }
}
