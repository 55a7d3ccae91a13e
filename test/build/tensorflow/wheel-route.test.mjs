import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { reference } from '../../../src-main/engine/runtimes/reference';
import { tensorflow } from '../../../src-main/engine/runtimes/tensorflow';
import { relativeDifference, trainJob } from '../../engine/runtimes/support';

/** 1 downloads from PyPI (about 300 MB); a path is given to --from. */
const wanted = process.env.STRONGROOM_TENSORFLOW_WHEEL ?? '';
if (wanted === '') {
  console.log(
    'The test of installing TensorFlow is skipped: it downloads 300 MB. Set STRONGROOM_TENSORFLOW_WHEEL=1 to run it, or to the path of a wheel of tensorflow-cpu.',
  );
}

const minutes = 60_000;
const root = resolve(import.meta.dirname, '../../..');

describe.skipIf(wanted === '')('npm run engine:tensorflow', () => {
  let engines = '';
  beforeAll(async () => {
    engines = mkdtempSync(join(tmpdir(), 'strongroom-wheel-route-'));
    await startTensors();
  });
  afterAll(() => rmSync(engines, { recursive: true, force: true }));

  test(
    'installs a library that trains as the reference does',
    async () => {
      const args = wanted === '1' ? ['--way', 'wheel'] : ['--from', resolve(wanted)];
      const outcome = spawnSync(
        process.execPath,
        [join(root, 'build/scripts/engine-tensorflow.mjs'), ...args],
        { env: { ...process.env, STRONGROOM_ENGINES: engines }, encoding: 'utf8' },
      );
      expect([outcome.status, outcome.stderr]).toEqual([0, '']);
      expect(readdirSync(engines)).toEqual(['tensorflow']);
      process.env.STRONGROOM_ENGINES = engines;
      expect(tensorflow.report()).toMatchObject({ available: true, version: expect.stringMatching(/^2\./) });
      const options = { task: 'multiclass', model: { dropout: 0.2 } };
      const expected = await trainJob(reference, options, 5);
      const actual = await trainJob(tensorflow, options, 5);
      expect(relativeDifference(actual.losses, expected.losses)).toBeLessThan(1e-4);
      expect(relativeDifference(actual.outputs, expected.outputs)).toBeLessThan(1e-4);
    },
    30 * minutes,
  );
});
