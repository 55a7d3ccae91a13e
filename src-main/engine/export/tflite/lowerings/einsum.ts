import { BatchMultiple } from '../../../compile/graph/shape';
import type { Dimension } from '../../../compile/graph/shape';
import type { Lowering, LoweringContext, Operand } from './lowering';
import { product } from './products';

/** Many axes as one. */
function merged(shape: readonly Dimension[]): Dimension {
  return shape.reduce<Dimension>((total, size) => {
    if (total instanceof BatchMultiple) return new BatchMultiple(total.factor * Number(size));
    return size instanceof BatchMultiple ? new BatchMultiple(total * size.factor) : total * size;
  }, 1);
}

/** The operand with its axes in another order, by their letters. */
function ordered(context: LoweringContext, x: Operand, letters: string, wanted: string): Operand {
  return context.transpose(
    x,
    [...wanted].map((letter) => letters.indexOf(letter)),
  );
}

/** A product over the letters that both have and the result has not. */
function multiply(context: LoweringContext, a: Operand, b: Operand, equation: string): Operand {
  const [left = '', result = ''] = equation.split('->');
  const [first = '', second = ''] = left.split(',');
  const letters = (text: string, keep: (letter: string) => boolean): string =>
    [...text].filter(keep).join('');
  const stack = letters(first, (letter) => second.includes(letter) && result.includes(letter));
  const summed = letters(first, (letter) => second.includes(letter) && !result.includes(letter));
  const own = [first, second].map((text) =>
    letters(text, (letter) => !stack.includes(letter) && !summed.includes(letter)),
  );
  const [ownA = '', ownB = ''] = own;
  if ([...ownA, ...ownB].some((letter) => !result.includes(letter))) {
    return context.refuse('it sums over an axis of one operand alone');
  }
  const sizes = new Map<string, Dimension>();
  [...first].forEach((letter, axis) => sizes.set(letter, a.shape[axis] ?? 1));
  [...second].forEach((letter, axis) => sizes.set(letter, b.shape[axis] ?? 1));
  const shapeOf = (text: string): Dimension[] => [...text].map((letter) => sizes.get(letter) ?? 1);
  const matrix = (x: Operand, text: string, rows: string, columns: string): Operand =>
    context.reshape(ordered(context, x, text, stack + rows + columns), [
      ...shapeOf(stack),
      merged(shapeOf(rows)),
      merged(shapeOf(columns)),
    ]);
  const products = product(
    context,
    matrix(a, first, ownA, summed),
    matrix(b, second, summed, ownB),
    false,
    false,
  );
  const made = stack + ownA + ownB;
  return ordered(context, context.reshape(products, shapeOf(made)), made, result);
}

/** Sums of products by Einstein's convention, of one or two operands. */
const einsum: Lowering = {
  kernel: 'Einsum',
  lower: (context) => {
    const equation = context.attribute('equation');
    if (typeof equation !== 'string') return context.refuse('its equation is missing');
    const text = equation.replaceAll(' ', '');
    const [a, b, ...more] = context.list();
    if (a === undefined || more.length > 0) return context.refuse('it has more than two operands');
    const [left = '', result = ''] = text.split('->');
    const repeats = left.split(',').some((letters) => new Set(letters).size < letters.length);
    if (repeats || !text.includes('->') || text.includes('.')) context.refuse(`its equation is ${text}`);
    if (b !== undefined) return multiply(context, a, b, text);
    const axes = [...left].flatMap((letter, axis) => (result.includes(letter) ? [] : [axis]));
    const kept = [...left].filter((letter) => result.includes(letter)).join('');
    const shape = a.shape.filter((_, axis) => !axes.includes(axis));
    const sum =
      axes.length === 0 ? a : context.emit('SUM', [a, context.int32s(axes)], shape, { keepDims: false });
    return ordered(context, sum, kept, result);
  },
};

export const einsumLowerings: Lowering[] = [einsum];
