import { readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { outputsKey } from '../../../src-main/engine/export/output-names';
import { classesFitted, exported, numberFitted } from './support';

describe('the ONNX file', () => {
  it('takes raw columns under their own names and answers under names that are free', async () => {
    const { onnx } = await exported(classesFitted);
    const session = await InferenceSession.create(onnx);
    const ports = session.inputMetadata.map((port) => [
      port.name,
      port.isTensor ? port.type : '',
      port.isTensor ? port.shape : [],
    ]);
    expect(ports).toEqual([
      ['predicted', 'float32', ['rows', 1]],
      ['Art', 'string', ['rows', 1]],
      ['when', 'float64', ['rows', 1]],
    ]);
    expect(session.outputMetadata.map((port) => [port.name, port.isTensor ? port.shape : []])).toEqual([
      ['predicted_1', ['rows']],
      ['probabilities', ['rows', 3]],
    ]);
    await session.release();
  });

  it('answers with a class by name and probabilities that sum to one', async () => {
    const { onnx } = await exported(classesFitted);
    const session = await InferenceSession.create(onnx);
    const results = await session.run({
      predicted: new Tensor('float32', [1, Number.NaN], [2, 1]),
      Art: new Tensor('string', ['grün', 'never seen'], [2, 1]),
      when: new Tensor('float64', [951_782_400, Number.NaN], [2, 1]),
    });
    const probabilities = Array.from(results['probabilities']?.data as Float32Array);
    for (const row of [probabilities.slice(0, 3), probabilities.slice(3)]) {
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
    }
    const best = [0, 3].map((start) => {
      const row = probabilities.slice(start, start + 3);
      return ['a', 'b', 'ç'][row.indexOf(Math.max(...row))];
    });
    expect(results['predicted_1']?.data).toEqual(best);
    await session.release();
  });

  it('is the same to the byte whenever it is written', async () => {
    const [first, second] = [await exported(classesFitted), await exported(classesFitted)];
    expect(await readFile(first.onnx)).toEqual(await readFile(second.onnx));
  });

  it('says what it is: versions, producer, what it takes, and the names of its outputs', async () => {
    const { model } = await exported(classesFitted, { 'org.strongroom.version': '1.2.3', note: 'ünï' });
    expect(model.irVersion).toMatchObject({ low: 8 });
    const opsets = model.opsetImport.map(({ domain, version }) => [domain, Number(version)]);
    expect(opsets).toEqual([
      ['', 17],
      ['ai.onnx.ml', 3],
    ]);
    expect([model.producerName, model.producerVersion]).toEqual(['Strongroom', '1.2.3']);
    expect(model.docString).toContain('a, b, ç');
    const metadata = Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]));
    expect(metadata['note']).toBe('ünï');
    expect(JSON.parse(metadata[outputsKey] ?? '')).toEqual({
      predicted: 'predicted_1',
      probabilities: 'probabilities',
    });
  });

  it('names its operators after the layers and columns that they belong to', async () => {
    const { model } = await exported(numberFitted);
    const names = (model.graph?.node ?? []).map(({ name }) => name ?? '');
    expect(new Set(names).size).toBe(names.length);
    for (const prefix of ['Art/', 'when/', 'hidden1/', 'output/']) {
      expect(names.filter((name) => name.startsWith(prefix))).not.toEqual([]);
    }
    expect(model.graph?.initializer?.map(({ name }) => name)).toContain('hidden1/kernel');
  });
});
