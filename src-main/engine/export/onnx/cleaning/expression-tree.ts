import { tokensOf } from '../../../../contract/cleaning/expression';
import type { Token } from '../../../../contract/cleaning/expression';
import { NotInGraph } from './cells';

/** An expression as a tree. */
export type Tree =
  | { kind: 'number'; value: number; isWhole: boolean }
  | { kind: 'text'; value: string }
  | { kind: 'truth'; value: boolean }
  | { kind: 'null' }
  | { kind: 'column'; name: string }
  | { kind: 'unary'; operator: '-' | 'not'; operand: Tree }
  | { kind: 'binary'; operator: string; left: Tree; right: Tree }
  | { kind: 'is-null'; operand: Tree; negated: boolean }
  | { kind: 'in'; operand: Tree; list: Tree[]; negated: boolean }
  | { kind: 'case'; branches: { when: Tree; then: Tree }[]; otherwise: Tree }
  | { kind: 'call'; name: string; operands: Tree[] };

/** How tightly operators bind in DuckDB, as in PostgreSQL. */
const binding: Record<string, number> = {
  or: 1,
  and: 2,
  '=': 4,
  '<>': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
};
const notBinding = 3;
const inBinding = 5;
const isBinding = 4;
const minusBinding = 9;

const foreign = (text: string): NotInGraph => new NotInGraph(`ONNX has no counterpart of ${text}`);

/** Reads an expression that DuckDB reads too. Throws NotInGraph for what has no place in the graph. */
export function treeOf(expression: string): Tree {
  const tokens = tokensOf(expression);
  let place = 0;
  const peek = (): Token | undefined => tokens[place];
  const is = (text: string): boolean => {
    const token = peek();
    return token !== undefined && token.kind !== 'column' && token.kind !== 'text' && token.text === text;
  };
  const take = (text: string): boolean => {
    const found = is(text);
    if (found) place++;
    return found;
  };
  const expect = (text: string): void => {
    if (!take(text)) throw foreign(peek()?.text ?? 'an expression that ends early');
  };
  const list = (): Tree[] => {
    expect('(');
    const items = [read(0)];
    while (take(',')) items.push(read(0));
    expect(')');
    return items;
  };
  const caseOf = (): Tree => {
    const subject = is('when') ? null : read(0);
    const branches: { when: Tree; then: Tree }[] = [];
    while (take('when')) {
      const tested = read(0);
      expect('then');
      const when: Tree =
        subject === null ? tested : { kind: 'binary', operator: '=', left: subject, right: tested };
      branches.push({ when, then: read(0) });
    }
    const otherwise: Tree = take('else') ? read(0) : { kind: 'null' };
    expect('end');
    return { kind: 'case', branches, otherwise };
  };
  const first = (): Tree => {
    const token = peek();
    place++;
    if (token === undefined) throw foreign('an expression that ends early');
    const { kind, text } = token;
    if (kind === 'column') return { kind: 'column', name: text };
    if (kind === 'number') return { kind: 'number', value: Number(text), isWhole: /^\d+$/.test(text) };
    if (kind === 'text') return { kind: 'text', value: text.slice(1, -1).replaceAll("''", "'") };
    if (kind === 'function') return { kind: 'call', name: text, operands: list() };
    if (text === '(') {
      const inner = read(0);
      expect(')');
      return inner;
    }
    if (text === '-') return { kind: 'unary', operator: '-', operand: read(minusBinding) };
    if (text === '+') return read(minusBinding);
    if (text === 'not') return { kind: 'unary', operator: 'not', operand: read(notBinding) };
    if (text === 'true' || text === 'false') return { kind: 'truth', value: text === 'true' };
    if (text === 'null') return { kind: 'null' };
    if (text === 'case') return caseOf();
    throw foreign(text);
  };
  const membership = (operand: Tree): Tree | null => {
    const start = place;
    const negated = take('not');
    if (take('in')) return { kind: 'in', operand, list: list(), negated };
    if (take('between')) {
      const low = read(inBinding);
      expect('and');
      const high = read(inBinding);
      const within: Tree = {
        kind: 'binary',
        operator: 'and',
        left: { kind: 'binary', operator: '>=', left: operand, right: low },
        right: { kind: 'binary', operator: '<=', left: operand, right: high },
      };
      return negated ? { kind: 'unary', operator: 'not', operand: within } : within;
    }
    place = start;
    return null;
  };
  function read(least: number): Tree {
    let left = first();
    for (;;) {
      if (isBinding > least && take('is')) {
        const negated = take('not');
        expect('null');
        left = { kind: 'is-null', operand: left, negated };
        continue;
      }
      const member = inBinding > least ? membership(left) : null;
      if (member !== null) {
        left = member;
        continue;
      }
      const token = peek();
      const tight = token?.kind === 'mark' || token?.kind === 'keyword' ? binding[token.text] : undefined;
      if (token === undefined || tight === undefined || tight <= least) return left;
      place++;
      left = { kind: 'binary', operator: token.text, left, right: read(tight) };
    }
  }
  const tree = read(0);
  const rest = peek();
  if (rest !== undefined) throw foreign(rest.text);
  return tree;
}
