import { expect, test } from 'vitest';
import {
  chooseWheel,
  cudaRequirements,
  meets,
  parseWheelName,
  wheelFits,
} from '../../../build/scripts/tensorflow/choose-wheel.mjs';

const address = new URL('https://pypi.org/pypi/tensorflow/json');
const linux = { platform: 'linux', architecture: 'x64', system: [2, 36] };
const arm = { ...linux, architecture: 'arm64' };
const mac = { platform: 'darwin', architecture: 'arm64', system: [14] };

const file = (filename, size, more = {}) => ({
  filename,
  size,
  url: `https://files.pythonhosted.org/packages/aa/${filename}`,
  digests: { sha256: 'ab'.repeat(32) },
  yanked: false,
  ...more,
});

/** Names as PyPI has them. */
const document = {
  info: {
    name: 'tensorflow',
    requires_dist: [
      'numpy>=1.26.0',
      'nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"',
      'nvidia-cudnn-cu12<10.0,>=9.3.0.75; extra == "and-cuda"',
      'tensorflow-io-gcs-filesystem>=0.23.1; python_version < "3.12" and extra == "gcs-filesystem"',
    ],
  },
  releases: {
    '2.9.1': [file('tensorflow-2.9.1-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl', 1)],
    '2.21.0': [
      file('tensorflow-2.21.0-cp313-cp313-manylinux_2_27_x86_64.whl', 572881074),
      file('tensorflow-2.21.0-cp310-cp310-manylinux_2_27_x86_64.whl', 572211261),
      file('tensorflow-2.21.0-cp310-cp310-manylinux_2_27_aarch64.whl', 281604511),
      file('tensorflow-2.21.0-cp310-cp310-macosx_12_0_arm64.whl', 223229342),
      file('tensorflow-2.21.0-cp310-cp310-win_amd64.whl', 350609614),
      file('tensorflow-2.21.0.tar.gz', 1),
    ],
    '2.20.0': [file('tensorflow-2.20.0-cp310-cp310-manylinux_2_17_aarch64.whl', 5)],
    '2.22.0rc0': [file('tensorflow-2.22.0rc0-cp313-cp313-manylinux_2_27_x86_64.whl', 1)],
    '2.22.0': [file('tensorflow-2.22.0-cp313-cp313-manylinux_2_27_x86_64.whl', 1)],
    '2.19.0': [],
  },
};
const choose = (machine, condition = '<=2.21.0') => chooseWheel(document, machine, condition, address);

test.each([
  [linux, '<=2.21.0', 'tensorflow-2.21.0-cp310-cp310-manylinux_2_27_x86_64.whl'],
  [arm, '<=2.21.0', 'tensorflow-2.21.0-cp310-cp310-manylinux_2_27_aarch64.whl'],
  [mac, '<=2.21.0', 'tensorflow-2.21.0-cp310-cp310-macosx_12_0_arm64.whl'],
  [linux, '==2.9.1', 'tensorflow-2.9.1-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'],
  [linux, '>=0', 'tensorflow-2.22.0-cp313-cp313-manylinux_2_27_x86_64.whl'],
  // An older C library gets an older version.
  [
    { ...linux, system: [2, 17] },
    '<=2.21.0',
    'tensorflow-2.9.1-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
  ],
  [{ ...arm, system: [2, 26] }, '<=2.21.0', 'tensorflow-2.20.0-cp310-cp310-manylinux_2_17_aarch64.whl'],
])('on %o with %s', (machine, condition, expected) => {
  expect(choose(machine, condition)).toMatchObject({ fileName: expected, sha256: 'ab'.repeat(32) });
});

test.each([
  [{ ...linux, architecture: 'riscv64' }],
  [{ ...linux, system: [2, 16] }],
  [{ ...linux, system: null }],
  [{ ...mac, system: [11] }],
  [{ ...mac, architecture: 'x64' }],
])('there is none on %o', (machine) => {
  expect(() => choose(machine)).toThrow(/has no wheel for/);
});

test('a version that was withdrawn is not taken', () => {
  const [first, ...others] = document.releases['2.21.0'];
  const withdrawn = { ...first, size: 1, yanked: true };
  const changed = { ...document, releases: { '2.21.0': [withdrawn, ...others] } };
  expect(chooseWheel(changed, linux, '>=0', address).size).toBe(572211261);
});

test('a wheel that cannot be checked is refused', () => {
  for (const digests of [undefined, {}, { sha256: 'short' }, { md5: 'ab'.repeat(16) }]) {
    const [wheel] = document.releases['2.21.0'];
    const changed = { ...document, releases: { '2.21.0': [{ ...wheel, digests }] } };
    expect(() => chooseWheel(changed, linux, '>=0', address)).toThrow(/no SHA-256/);
  }
});

test('an index may name files relative to itself', () => {
  const [wheel] = document.releases['2.21.0'];
  const changed = { ...document, releases: { '2.21.0': [{ ...wheel, url: '../../files/a.whl' }] } };
  const mirror = new URL('https://mirror.example/api/pypi/tensorflow/json');
  expect(chooseWheel(changed, linux, '>=0', mirror).url.href).toBe('https://mirror.example/api/files/a.whl');
});

test('documents that are something else have no wheel', () => {
  for (const other of [null, {}, { releases: {} }, { info: {}, releases: { '1.0': [] } }]) {
    expect(() => chooseWheel(other, linux, '>=0', address)).toThrow(/has no wheel/);
  }
});

test('what CUDA needs is read from the requirements', () => {
  expect(cudaRequirements(document)).toEqual([
    { name: 'nvidia-cublas-cu12', condition: '<13.0,>=12.5.3.2' },
    { name: 'nvidia-cudnn-cu12', condition: '<10.0,>=9.3.0.75' },
  ]);
  expect(cudaRequirements({ info: { requires_dist: null } })).toEqual([]);
});

// Examples of PEP 440.
test.each([
  ['12.5.3.2', '<13.0,>=12.5.3.2', true],
  ['13.0', '<13.0,>=12.5.3.2', false],
  ['12.5.3.1', '<13.0,>=12.5.3.2', false],
  ['12.10', '>=12.9', true],
  ['2.2', '==2.2.0', true],
  ['2.2', '!=2.2.0', false],
  ['2.3', '~=2.2', true],
  ['3.0', '~=2.2', false],
  ['2.2.9', '~=2.2.1', true],
  ['2.3.0', '~=2.2.1', false],
  ['2.3', '>2.3', false],
])('%s meets %s: %s', (version, condition, expected) => {
  expect(meets(version, condition)).toBe(expected);
});

test('a condition that is not understood is an error', () => {
  expect(() => meets('1.0', '===1.0')).toThrow(/not understood/);
});

test('names of wheels', () => {
  expect(parseWheelName('nvidia_cublas_cu12-12.9.1.4-py3-none-manylinux_2_27_x86_64.whl')).toEqual({
    name: 'nvidia-cublas-cu12',
    version: '12.9.1.4',
    platforms: ['manylinux_2_27_x86_64'],
  });
  expect(parseWheelName('tensorflow-2.21.0.tar.gz')).toBeNull();
  expect(wheelFits('a-1.0-2-py3-none-manylinux2014_x86_64.whl', linux)).toBe(true);
  expect(wheelFits('a-1.0-py3-none-any.whl', linux)).toBe(false);
  expect(wheelFits('a-1.0-py3-none-musllinux_1_2_x86_64.whl', linux)).toBe(false);
});
