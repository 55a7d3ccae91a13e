import { NotInGraph } from './cells';
import type { Cell, CellKind, CellTable } from './cells';
import { treeOf } from './expression-tree';
import type { Tree } from './expression-tree';

/**
 * A value in an expression. A literal such as 0.1 is an exact decimal to DuckDB until it meets a double; a literal is
 * kept apart so that arithmetic of both kinds is not mixed up. Null has no kind yet.
 */
interface Value extends Omit<Cell, 'kind'> {
  kind: CellKind | 'null';
  isExact: boolean;
  /** Of a literal. */
  literal?: number;
  literalText?: string;
}

const comparisons: Readonly<Record<string, string>> = {
  '<': 'Less',
  '<=': 'LessOrEqual',
  '>': 'Greater',
  '>=': 'GreaterOrEqual',
};

const wrong = (what: string): NotInGraph =>
  new NotInGraph(`${what} cannot be computed in ONNX as in the application`);

/** Computes an expression over the columns of a row. Throws NotInGraph. */
export function lowerExpression(expression: string, table: CellTable): Cell {
  const { make } = table;
  /** Rows for which the application would fail; they get nothing, whatever becomes of the failure. */
  const failures: string[] = [];
  const never = make.truth(false);

  const asNumber = (value: Value): Value => {
    if (value.kind === 'integer' || value.kind === 'decimal') return value;
    if (value.kind === 'null') return { ...value, kind: 'integer', value: make.number(0) };
    throw wrong(`arithmetic on ${value.kind}`);
  };
  const known = (...values: Value[]): string => make.or(...values.map(({ missing }) => missing));
  const number = (value: string, missing: string, kind: 'integer' | 'decimal' = 'decimal'): Value => ({
    kind,
    value,
    missing,
    isExact: false,
  });
  const truth = (value: string, missing: string): Value => ({
    kind: 'boolean',
    value,
    missing,
    isExact: false,
  });

  function arithmetic(operator: string, left: Value, right: Value): Value {
    const [a, b] = [asNumber(left), asNumber(right)];
    const missing = known(a, b);
    if (operator === '/') return number(make.emit('Div', [a.value, b.value]), missing);
    const isWhole = a.kind === 'integer' && b.kind === 'integer';
    if (operator === '%') {
      if (!isWhole) throw wrong('the remainder of numbers that are not whole');
      const zero = make.emit('Equal', [b.value, make.number(0)]);
      const divisor = make.where(zero, make.number(1), b.value);
      const rest = make.emit('Mod', [a.value, divisor], { fmod: { int: 1 } });
      return number(rest, make.or(missing, zero), 'integer');
    }
    // 3 * 0.1 is exact to the application where neither is a double.
    if ((a.isExact && (b.kind === 'integer' || b.isExact)) || (b.isExact && a.kind === 'integer'))
      throw wrong('exact decimal arithmetic');
    const operators: Record<string, string> = { '+': 'Add', '-': 'Sub', '*': 'Mul' };
    const name = operators[operator];
    if (name === undefined) throw wrong(operator);
    return number(make.emit(name, [a.value, b.value]), missing, isWhole ? 'integer' : 'decimal');
  }

  function compare(operator: string, left: Value, right: Value): Value {
    const missing = known(left, right);
    if (left.kind === 'null' || right.kind === 'null') return truth(never, make.truth(true));
    if (left.kind === 'text' || right.kind === 'text') {
      const [text, word] = left.literalText === undefined ? [left, right] : [right, left];
      if (
        left.kind !== right.kind ||
        word.literalText === undefined ||
        (operator !== '=' && operator !== '<>')
      )
        throw wrong('a comparison of texts');
      const same = make.isOneOf(text.value, [word.literalText]);
      return truth(operator === '=' ? same : make.not(same), missing);
    }
    if (left.kind === 'boolean' || right.kind === 'boolean') {
      if (left.kind !== right.kind || (operator !== '=' && operator !== '<>'))
        throw wrong('a comparison of truth values');
      const same = make.emit('Equal', [left.value, right.value]);
      return truth(operator === '=' ? same : make.not(same), missing);
    }
    const isTime = (value: Value): boolean => value.kind === 'date' || value.kind === 'datetime';
    if (isTime(left) !== isTime(right)) throw wrong('a comparison of dates and numbers');
    const name = comparisons[operator];
    if (name !== undefined) return truth(make.emit(name, [left.value, right.value]), missing);
    const same = make.emit('Equal', [left.value, right.value]);
    return truth(operator === '=' ? same : make.not(same), missing);
  }

  /** SQL's logic of three values. */
  function connect(operator: 'and' | 'or', left: Value, right: Value): Value {
    const [a, b] = [left, right].map((value) =>
      value.kind === 'null' ? truth(never, make.truth(true)) : value,
    );
    if (a?.kind !== 'boolean' || b?.kind !== 'boolean')
      throw wrong(`${operator} of what is not true or false`);
    const decides = (value: Value): string =>
      make.and(make.not(value.missing), operator === 'and' ? make.not(value.value) : value.value);
    const decided = make.or(decides(a), decides(b));
    const missing = make.and(make.or(a.missing, b.missing), make.not(decided));
    return truth(
      operator === 'and'
        ? make.and(a.value, b.value, make.not(decided))
        : make.or(decided, make.and(a.value, make.not(a.missing)), make.and(b.value, make.not(b.missing))),
      missing,
    );
  }

  /** One of two, in the kind of both. */
  function choose(condition: string, then: Value, otherwise: Value): Value {
    const kind = commonKind(then, otherwise);
    const filled = (value: Value): string =>
      value.kind === 'null' ? make.number0(kind === 'null' ? 'integer' : kind) : value.value;
    return {
      kind,
      value: make.whereKind(kind === 'null' ? 'integer' : kind, condition, filled(then), filled(otherwise)),
      missing: make.whereTruth(condition, then.missing, otherwise.missing),
      isExact: then.isExact || otherwise.isExact,
    };
  }

  function commonKind(a: Value, b: Value): Value['kind'] {
    if (a.kind === 'null') return b.kind;
    if (b.kind === 'null' || a.kind === b.kind) return a.kind;
    const numbers: Value['kind'][] = ['integer', 'decimal'];
    if (numbers.includes(a.kind) && numbers.includes(b.kind)) return 'decimal';
    throw wrong(`a choice between ${a.kind} and ${b.kind}`);
  }

  /** Whether a truth value is true; missing counts as false. */
  const holds = (value: Value): string => {
    if (value.kind === 'null') return never;
    if (value.kind !== 'boolean') throw wrong('a condition that is not true or false');
    return make.and(value.value, make.not(value.missing));
  };

  function call(name: string, trees: Tree[], path: string | null): Value {
    if (name === 'coalesce' || name === 'ifnull') {
      let open = path;
      let result: Value | null = null;
      for (const tree of trees) {
        const value = evaluate(tree, open);
        result = result === null ? value : choose(result.missing, value, result);
        open = open === null ? result.missing : make.and(open, result.missing);
      }
      if (result !== null) return result;
    }
    if (name === 'if' && trees.length === 3) {
      const [when, then, otherwise] = trees;
      if (when !== undefined && then !== undefined && otherwise !== undefined)
        return evaluate({ kind: 'case', branches: [{ when, then }], otherwise }, path);
    }
    const values = trees.map((tree) => evaluate(tree, path));
    const [a, b] = values;
    if (a === undefined) throw wrong(name);
    const x = asNumber(a);
    const simple: Record<string, string> = {
      abs: 'Abs',
      floor: 'Floor',
      ceil: 'Ceil',
      ceiling: 'Ceil',
      exp: 'Exp',
    };
    const operator = simple[name];
    if (values.length === 1 && operator !== undefined) {
      const kind = name === 'exp' ? 'decimal' : x.kind === 'integer' ? 'integer' : 'decimal';
      return { ...number(make.emit(operator, [x.value]), x.missing, kind), isExact: x.isExact };
    }
    if (values.length === 1 && name === 'round') return number(roundHalfAway(table, x.value), x.missing);
    if (values.length === 1 && name === 'sign')
      return number(make.emit('Sign', [x.value]), x.missing, 'integer');
    const logarithms: Record<string, number> = { ln: 1, log: Math.LN10, log10: Math.LN10, log2: Math.LN2 };
    const base = logarithms[name];
    if (values.length === 1 && (base !== undefined || name === 'sqrt')) {
      const bad = make.emit(base === undefined ? 'Less' : 'LessOrEqual', [x.value, make.number(0)]);
      const happens = make.and(bad, make.not(x.missing));
      failures.push(path === null ? happens : make.and(path, happens));
      const safe = make.where(bad, make.number(1), x.value);
      const value = make.emit(base === undefined ? 'Sqrt' : 'Log', [safe]);
      const result = base === undefined || base === 1 ? value : make.emit('Div', [value, make.number(base)]);
      return number(result, make.or(x.missing, bad));
    }
    if (b !== undefined && values.length === 2 && (name === 'pow' || name === 'power')) {
      const times = b.literal;
      if (times === undefined || !Number.isInteger(times) || times < 0 || times > 16) throw wrong('a power');
      return number(make.emit('Pow', [x.value, make.number(times)]), x.missing);
    }
    if (name === 'greatest' || name === 'least') {
      // Missing ones are passed over.
      return values.reduce((best, value) => {
        const [one, other] = [asNumber(best), asNumber(value)];
        const isBetter = make.emit(name === 'greatest' ? 'Greater' : 'Less', [other.value, one.value]);
        const taken = make.and(make.or(isBetter, one.missing), make.not(other.missing));
        return choose(taken, other, one);
      });
    }
    if (name === 'nullif' && b !== undefined) {
      const same = compare('=', a, b);
      return { ...a, missing: make.or(a.missing, holds(same)) };
    }
    throw wrong(`${name}()`);
  }

  /** @param path rows whose value is wanted; null for all. */
  function evaluate(tree: Tree, path: string | null): Value {
    switch (tree.kind) {
      case 'null':
        return { kind: 'null', value: '', missing: make.truth(true), isExact: false };
      case 'number': {
        const value = make.number(tree.value);
        const kind = tree.isWhole ? 'integer' : 'decimal';
        return { kind, value, missing: never, isExact: !tree.isWhole, literal: tree.value };
      }
      case 'text':
        if (tree.value === '') throw wrong('an empty text');
        return {
          kind: 'text',
          value: make.text(tree.value),
          missing: never,
          isExact: false,
          literalText: tree.value,
        };
      case 'truth':
        return truth(make.truth(tree.value), never);
      case 'column':
        return { ...table.get(tree.name), isExact: false };
      case 'is-null': {
        const { missing } = evaluate(tree.operand, path);
        return truth(tree.negated ? make.not(missing) : missing, never);
      }
      case 'unary': {
        const operand = evaluate(tree.operand, path);
        if (tree.operator === 'not') {
          if (operand.kind !== 'boolean') throw wrong('not of what is not true or false');
          return { ...operand, value: make.not(operand.value) };
        }
        const value = asNumber(operand);
        const literal = value.literal === undefined ? {} : { literal: -value.literal };
        return { ...value, value: make.emit('Neg', [value.value]), ...literal };
      }
      case 'binary': {
        const { operator, left, right } = tree;
        if (operator === 'and' || operator === 'or') {
          const before = failures.length;
          const result = connect(operator, evaluate(left, path), evaluate(right, path));
          // Which side is computed first is not known.
          if (failures.length > before) throw wrong(`a root or logarithm beside ${operator}`);
          return result;
        }
        const [a, b] = [evaluate(left, path), evaluate(right, path)];
        if ('+-*/%'.includes(operator)) return arithmetic(operator, a, b);
        return compare(operator === '!=' ? '<>' : operator, a, b);
      }
      case 'in': {
        const operand = evaluate(tree.operand, path);
        const found = tree.list
          .map((item) => compare('=', operand, evaluate(item, path)))
          .reduce((any, one) => connect('or', any, one));
        return tree.negated ? { ...found, value: make.not(found.value) } : found;
      }
      case 'case': {
        let open = path;
        const made = tree.branches.map(({ when, then }) => {
          const condition = holds(evaluate(when, open));
          const value = evaluate(then, open === null ? condition : make.and(open, condition));
          open = open === null ? make.not(condition) : make.and(open, make.not(condition));
          return { condition, value };
        });
        return made.reduceRight(
          (otherwise, { condition, value }) => choose(condition, value, otherwise),
          evaluate(tree.otherwise, open),
        );
      }
      case 'call':
        return call(tree.name, tree.operands, path);
    }
  }

  const result = evaluate(treeOf(expression), null);
  if (result.kind === 'null') throw wrong('nothing but null');
  const cell: Cell = { kind: result.kind, value: result.value, missing: result.missing };
  return failures.length === 0 ? cell : make.gone(cell, make.or(...failures));
}

/** The nearest whole number, halves away from zero, as DuckDB and C round. @param value double. */
export function roundHalfAway({ make }: CellTable, value: string): string {
  const size = make.emit('Abs', [value]);
  const whole = make.emit('Floor', [size]);
  const isUp = make.emit('GreaterOrEqual', [make.emit('Sub', [size, whole]), make.number(0.5)]);
  const rounded = make.emit('Add', [whole, make.cast(isUp, 'double')]);
  return make.emit('Mul', [rounded, make.emit('Sign', [value])]);
}
