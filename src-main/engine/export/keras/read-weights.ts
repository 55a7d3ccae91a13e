import { Group } from 'h5wasm';
import type { Dataset } from 'h5wasm';
import { damagedFile } from './errors';
import type { Weight } from './graph';
import { isDataset } from './hdf5';

/** Larger weights than this are of networks that no table needs, or a file made to fill the memory. */
const mostNumbers = 2 ** 28;

/** Half precision by its bits: sign, five of exponent, ten of fraction. */
function fromHalf(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The numbers of one data set. Throws FILE_DAMAGED for what holds none. */
export function readWeight(file: string, name: string, dataset: Dataset): Weight {
  const shape = dataset.shape ?? [];
  const size = shape.reduce((product, length) => product * length, 1);
  if (size > mostNumbers) throw damagedFile(file, `${name} holds ${String(size)} numbers`);
  // The library does not know half precision, but gives its bits.
  const { metadata } = dataset;
  const value = size === 0 ? [] : dataset.value;
  if (metadata.type === 1 && metadata.size === 2 && ArrayBuffer.isView(value)) {
    const bits = new Uint16Array(value.buffer, value.byteOffset, size);
    return { shape, values: Float32Array.from(bits, fromHalf) };
  }
  if (typeof value === 'number') return { shape, values: Float32Array.of(value) };
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const values = Float32Array.from(value as ArrayLike<number | bigint>, Number);
    if (values.length === size) return { shape, values };
  }
  throw damagedFile(file, `${name} holds no numbers`);
}

/** Order of places below a layer, where it is not that of numbers. */
const places = [
  'vars',
  'cell',
  'layer',
  'forward_layer',
  'backward_layer',
  'query_dense',
  'key_dense',
  'value_dense',
  'output_dense',
];
const rankOf = (segment: string): number => {
  const number = Number(segment);
  if (Number.isInteger(number)) return number;
  const rank = places.indexOf(segment.replace(/^_/, ''));
  return rank < 0 ? places.length : rank;
};

/** Every data set below a group, by its path, in the order in which Keras lists the weights of a layer. */
export function datasetsBelow(group: Group, before = ''): { path: string; dataset: Dataset }[] {
  const names = group.keys().filter((name) => name !== 'seed_generator');
  return names
    .sort((one, other) => rankOf(one) - rankOf(other) || (one < other ? -1 : 1))
    .flatMap((name) => {
      const path = `${before}${name}`;
      const found = group.get(name);
      if (isDataset(found)) return [{ path, dataset: found }];
      return found instanceof Group ? datasetsBelow(found, `${path}/`) : [];
    });
}

/** A list of texts that Keras keeps as an attribute, in several parts where it is long. */
export function readNames(group: Group, name: string): string[] {
  const read = (key: string): string[] | null => {
    const value = group.attrs[key]?.value;
    if (value === undefined || value === null) return null;
    if (typeof value === 'string') return [value];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  };
  const whole = read(name);
  if (whole !== null) return whole;
  const parts: string[] = [];
  for (let part = 0; ; part++) {
    const found = read(`${name}${String(part)}`);
    if (found === null) return parts;
    parts.push(...found);
  }
}
