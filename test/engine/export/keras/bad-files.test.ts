import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { StrongroomError } from '../../../../src-main/contract/errors';
import { groupAt, writeHdf5 } from '../../../../src-main/engine/export/keras/hdf5';
import { importNetwork } from '../../../../src-main/engine/export/keras/import-network';
import { indexKinds } from '../../../../src-main/engine/export/keras/kinds';
import { indexLowerings } from '../../../../src-main/engine/export/keras/lowerings';
import { zipOf } from '../../../../src-main/engine/export/keras/zip';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { inFolder } from './support';

beforeAll(startTensors);

const fixture = (name: string): string => join(import.meta.dirname, '../../../fixtures/keras', name);

/** What reading these bytes ends in. */
function read(bytes: Uint8Array | string, name = 'network.keras'): Promise<unknown> {
  return inFolder(async (folder) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    const { network } = await importNetwork(path);
    network.dispose();
  });
}

/** A .keras file with this layer between its input and its output. */
async function withLayer(layer: Record<string, unknown>): Promise<Uint8Array> {
  const input = {
    module: 'keras.layers',
    class_name: 'InputLayer',
    config: { batch_shape: [null, 4], dtype: 'float32', name: 'in' },
    registered_name: null,
  };
  const config = { module: 'keras', class_name: 'Sequential', config: { name: 's', layers: [input, layer] } };
  return zipOf(
    new Map([
      ['metadata.json', Buffer.from('{"keras_version": "3.0.0"}')],
      ['config.json', Buffer.from(JSON.stringify(config))],
      ['model.weights.h5', await writeHdf5((root) => void groupAt(root, 'layers'))],
    ]),
  );
}

const layer = (className: string, config: object = {}, more: object = {}) => ({
  module: 'keras.layers',
  class_name: className,
  config: { name: 'odd', ...config },
  registered_name: null,
  ...more,
});

describe('a layer that can not be read is refused by its name', () => {
  it.each([
    [
      'code in a layer',
      layer('Lambda', { function: { class_name: '__lambda__', config: { code: '4wEAAAA' } } }),
      /odd.*Lambda.*code/,
    ],
    [
      'code in a setting',
      layer('Dense', { units: 1, activation: { class_name: '__lambda__', config: {} } }),
      /odd.*code/,
    ],
    [
      'a layer of somebody',
      layer('Mine', {}, { module: 'mine.layers', registered_name: 'Custom>Mine' }),
      /odd.*Mine.*Custom>Mine/,
    ],
    ['a layer that is not known', layer('ConvLSTM2D', { filters: 2 }), /odd.*ConvLSTM2D.*not known/],
    ['a setting that is not known', layer('Dense', { units: 1, wonder: 3 }), /odd.*wonder/],
    [
      'a setting that changes what is computed',
      layer('Conv1D', { filters: 2, kernel_size: 1, groups: 2 }),
      /odd.*groups/,
    ],
    [
      'an activation that is not known',
      layer('Dense', { units: 1, activation: 'sparsemax' }),
      /odd.*sparsemax/,
    ],
    ['channels first', layer('MaxPooling1D', { data_format: 'channels_first' }), /odd.*data_format/],
  ])('%s', async (_, odd, message) => {
    await expect(read(await withLayer(odd))).rejects.toMatchObject({
      code: 'LAYER_NOT_SUPPORTED',
      message: expect.stringMatching(message) as string,
    });
  });

  it('weights that are missing or do not fit are told', async () => {
    await expect(read(await withLayer(layer('Dense', { units: 3 })))).rejects.toMatchObject({
      code: 'FILE_DAMAGED',
      message: expect.stringMatching(/odd/) as string,
      expected: '[4, 3] [3]',
    });
  });
});

describe('a file that is no network', () => {
  it.each([
    ['an empty file', '', 'FILE_FORMAT_MISMATCH'],
    ['text', 'hello', 'FILE_FORMAT_MISMATCH'],
    ['other JSON', '{"a": 1}', 'FILE_FORMAT_MISMATCH'],
    ['broken JSON', '{"a": ', 'FILE_DAMAGED'],
    ['a graph model', '{"format":"graph-model","modelTopology":{"node":[]}}', 'FILE_FORMAT_MISMATCH'],
    ['a zip that is cut off', 'PK\u0003\u0004 and nothing', 'FILE_DAMAGED'],
    ['an HDF5 file that is cut off', Buffer.from('\u0089HDF\r\n\u001a\n', 'latin1'), 'FILE_DAMAGED'],
    [
      'a layers model without weights',
      JSON.stringify({
        format: 'layers-model',
        modelTopology: {
          class_name: 'Sequential',
          config: {
            name: 's',
            layers: [{ class_name: 'Dense', config: { name: 'd', units: 1, batch_input_shape: [null, 2] } }],
          },
        },
        weightsManifest: [{ paths: ['gone.bin'], weights: [] }],
      }),
      'FILE_DAMAGED',
    ],
    [
      'weights outside of its folder',
      JSON.stringify({
        format: 'layers-model',
        modelTopology: {
          class_name: 'Sequential',
          config: {
            name: 's',
            layers: [{ class_name: 'Dense', config: { name: 'd', units: 1, batch_input_shape: [null, 2] } }],
          },
        },
        weightsManifest: [{ paths: ['../../etc/passwd'], weights: [] }],
      }),
      'FILE_DAMAGED',
    ],
  ])('is refused: %s', async (_, bytes, code) => {
    await expect(read(bytes)).rejects.toMatchObject({ code });
  });

  it('is refused: another zip file, by what it holds', async () => {
    const bytes = await zipOf(new Map([['table.csv', Buffer.from('a,b')]]));
    await expect(read(bytes)).rejects.toMatchObject({ code: 'FILE_FORMAT_MISMATCH', received: 'table.csv' });
  });

  it('is refused: one made to fill the memory', async () => {
    const bytes = await zipOf(new Map([['config.json', Buffer.alloc(40 * 2 ** 20)]]));
    expect(bytes.length).toBeLessThan(2 ** 20);
    await expect(read(bytes)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  it('is refused: weights without a network', async () => {
    const bytes = await writeHdf5((root) => void groupAt(root, 'layers/dense/vars'));
    await expect(read(bytes, 'weights.h5')).rejects.toMatchObject({
      code: 'FILE_DAMAGED',
      message: expect.stringMatching(/weights only/) as string,
    });
  });

  it('is refused: none at all', async () => {
    await expect(importNetwork('/no/such/network.keras')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('never ends in anything but a named error, whatever bytes are changed', async () => {
    const files = await Promise.all(['gru.h5', 'dense.keras'].map((name) => readFile(fixture(name))));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 20 }),
        fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: 1 }),
        async (original, changes, share) => {
          const bytes = new Uint8Array(original.subarray(0, Math.ceil(original.length * share)));
          for (const [place, value] of changes) bytes[place % bytes.length] = value;
          await read(bytes).catch((error: unknown) => {
            expect(error).toBeInstanceOf(StrongroomError);
            expect((error as StrongroomError).code).not.toBe('INTERNAL');
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the lists of layers', () => {
  it('refuse two of one name', () => {
    const kind = { classNames: ['Dense'], rule: { same: [] } };
    expect(() => indexKinds([kind, kind])).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    const lowering = { className: 'Mine', targets: [], lower: () => expect.fail() };
    expect(() => indexLowerings([lowering, lowering])).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});
