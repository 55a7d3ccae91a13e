import type { Field } from '../../../src-main/contract';

/** Whole numbers above zero that a text lists; nothing where it lists something else. */
export function numbersIn(text: string): number[] | undefined {
  const words = text.split(/[\s,;×x]+/).filter((word) => word !== '');
  const numbers = words.map(Number);
  return numbers.length > 0 && numbers.every((number) => Number.isInteger(number) && number > 0)
    ? numbers
    : undefined;
}

/** A setting of a layer as its control shows it. */
export function settingText(field: Field<string>, value: unknown): string {
  if (field.control === 'choice') return field.options.find((option) => option.value === value)?.label ?? '';
  if (Array.isArray(value)) return value.map(String).join(', ');
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
