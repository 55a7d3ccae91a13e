import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { softwareGraphics } from '../../support/software-graphics';
import type { Answer } from './support-webgpu';

const graphics = softwareGraphics();
if ('reason' in graphics) console.warn(`WebGPU is not tested: ${graphics.reason}`);

function ask(env: NodeJS.ProcessEnv): Answer {
  const runner = fileURLToPath(new URL('../../support/run-module.mjs', import.meta.url));
  const module = fileURLToPath(new URL('support-webgpu.ts', import.meta.url));
  // What Dawn has to say of an allocation that fails on purpose is of no interest.
  const options = {
    env,
    maxBuffer: 2 ** 26,
    encoding: 'utf8' as const,
    stdio: ['ignore', 'pipe', 'ignore'] as const,
  };
  const lines = execFileSync(process.execPath, [runner, module], { ...options, stdio: [...options.stdio] })
    .trim()
    .split('\n');
  const answer: Answer = JSON.parse(lines.at(-1) ?? '');
  return answer;
}

describe.skipIf('reason' in graphics)('WebGPU, on a graphics processor in software', () => {
  test(
    'agrees with the reference after 50 steps, tells of memory, is timed by auto, and says that it is software',
    { timeout: 600_000 },
    () => {
      const { report, results } = ask('env' in graphics ? graphics.env : {});
      expect(report).toMatchObject({ available: true, reason: null, hardware: 'SwiftShader (software)' });
      expect(report?.title).toContain('SwiftShader (software)');
      for (const { name, losses, outputs, weights } of results?.agreements ?? []) {
        expect(losses, `losses of ${name}`).toBeLessThan(1e-4);
        expect(outputs, `outputs of ${name}`).toBeLessThan(1e-4);
        expect(weights, `weights of ${name}`).toBeLessThan(1e-4);
      }
      expect(results?.agreements.length).toBeGreaterThan(55);
      expect(results?.outOfMemory).toBe('OUT_OF_MEMORY');

      const { timings = [], warnings, taken, loss, expected } = results?.choice ?? {};
      expect(warnings).toEqual([]);
      expect(timings.map(({ device }) => device).sort()).toEqual(['cpu', 'webgpu']);
      expect(timings.map(({ runtime }) => runtime)).toEqual(['onnx', 'onnx']);
      const [first, second] = timings.map(({ rowsPerSecond }) => rowsPerSecond);
      expect(first).toBeGreaterThanOrEqual(second ?? Number.NaN);
      expect(taken).toBe(timings[0]?.device === 'cpu' ? 'onnx' : 'webgpu');
      // What was learned while it was timed is forgotten, and dropout begins anew.
      expect(loss).toBeCloseTo(expected ?? Number.NaN, 4);
    },
  );
});
