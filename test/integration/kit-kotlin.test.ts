import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { strongroom } from './support/command';
import { temporaryFolder } from './support/house';
import { runProgram, writeEveryType } from './support/kit';
import { compileKotlin, whyNoKotlin } from './support/kotlin';

const why = await whyNoKotlin();
if (why !== null) console.log(`The Kotlin example is not compiled: ${why}.`);
const fixtures = resolve(import.meta.dirname, '../fixtures/kit');
const main = join(fixtures, 'Main.kt');

test.skipIf(why !== null).each([
  ['class', 'price'],
  ['price', 'class'],
])(
  'the Kotlin example compiles, and on a Java machine answers as the workbench does: %s',
  async (target, dropped) => {
    const folder = await temporaryFolder();
    const [data, recipe] = [join(folder, 'Source'), join(folder, 'recipe.json')];
    const [model, kit] = [join(folder, 'model'), join(folder, 'kit')];
    await writeEveryType(data);
    const base = { version: 1, data: { dataset: null, fingerprint: null, reading: null }, target };
    const columns = { [dropped]: { role: 'ignore', type: dropped === 'price' ? 'decimal' : 'category' } };
    // A threshold that is not a half, so that the label follows it.
    const decision = target === 'class' ? { threshold: { rule: 'hand', threshold: 0.3 } } : {};
    await writeFile(recipe, JSON.stringify({ ...base, columns, decision, training: { epochs: 3 } }));
    await strongroom('train', data, '--recipe', recipe, '--out', model);
    const exported = await strongroom('export', model, '--format', 'onnx', '--kit', '--out', kit);
    expect([exported.code, exported.stderr]).toEqual([0, expect.any(String)]);

    const example = join(kit, 'examples', 'android', 'Predictor.kt');
    const path = await compileKotlin([example, main], join(folder, 'example.jar'));
    const { code, said } = await runProgram('java', ['-cp', path, 'MainKt', kit], folder);
    expect([code, said]).toEqual([0, expect.any(String)]);
    const told = JSON.parse(said) as { rows: number; largest: number; changed: number };
    expect(told).toMatchObject({ rows: 8, changed: 0 });
    expect(told.largest).toBeLessThan(1e-4);
  },
);

test.skipIf(why !== null)(
  'the Kotlin example of TensorFlow Lite compiles, and makes the inputs that the workbench makes',
  async () => {
    const folder = await temporaryFolder();
    const [data, model, kit] = [join(folder, 'Source'), join(folder, 'model'), join(folder, 'kit')];
    await writeEveryType(data);
    await strongroom('train', data, '--target', 'class', '--epochs', '2', '--out', model);
    const exported = await strongroom('export', model, '--format', 'tflite', '--kit', '--out', kit);
    expect([exported.code, exported.stderr]).toEqual([0, expect.any(String)]);

    // Its library is for Android alone: one with the same calls stands in for it.
    const sources = ['Interpreter.kt', 'Inputs.kt'].map((name) => join(fixtures, name));
    const example = join(kit, 'examples', 'android', 'Predictor.kt');
    const path = await compileKotlin([example, ...sources], join(folder, 'example.jar'));
    const { code, said } = await runProgram('java', ['-cp', path, 'InputsKt', kit], folder);
    expect([code, said]).toEqual([0, expect.any(String)]);
    const told = JSON.parse(said) as { rows: number; numbers: number; wrong: number; asked: string };
    expect(told).toMatchObject({ rows: 8, wrong: 0, asked: 'predicted, probabilities' });
    expect(told.numbers).toBeGreaterThanOrEqual(8 * 8);
  },
);
