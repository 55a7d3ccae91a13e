import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { StrongroomError } from '../../../../contract/errors';

/** What is used of @litertjs/core, whose own types ask for those of browsers. */
interface LiteTensor {
  toTypedArray(): Float32Array | Int32Array | Uint8Array;
  delete(): void;
}
interface LiteDetails {
  readonly name: string;
  readonly dtype: string;
  readonly shape: Int32Array;
}
interface LiteModel {
  getInputDetails(): readonly LiteDetails[];
  getOutputDetails(): readonly LiteDetails[];
  run(inputs: LiteTensor[]): Promise<LiteTensor[]>;
  delete(): void;
}
interface LiteRuntime {
  loadLiteRt(path: string): Promise<unknown>;
  loadAndCompile(model: Uint8Array, options: { accelerator: 'wasm' }): Promise<LiteModel>;
  Tensor: new (data: Float32Array | Int32Array, shape: number[]) => LiteTensor;
}

export interface LitePort {
  name: string;
  type: string;
  shape: number[];
}

export type LiteValues = Float32Array | Int32Array | Uint8Array;

/** A model in LiteRT, which takes the rows that its shapes say: one. */
export interface LiteSession {
  inputs: LitePort[];
  outputs: LitePort[];
  /** @param values one array an input, in the order of `inputs`. @returns the same for `outputs`. */
  run(values: readonly (Float32Array | Int32Array)[]): Promise<LiteValues[]>;
  close(): void;
}

export let liteVersion = '';
let runtime: Promise<LiteRuntime> | null = null;

/**
 * Loads LiteRT, which is written for browsers: its script is asked for by `importScripts` as in a worker, and leaves a
 * factory behind as a global. Once a process, which should have nothing else to do: it leaves globals behind.
 */
function load(): Promise<LiteRuntime> {
  runtime ??= (async () => {
    const require = createRequire(import.meta.url);
    const main = require.resolve('@litertjs/core');
    const root = dirname(dirname(main));
    liteVersion = String(
      (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: unknown }).version,
    );
    const importScripts = (script: string): void => {
      const text = readFileSync(script, 'utf8');
      runInThisContext(`${text}\n;globalThis.ModuleFactory = ModuleFactory;`, { filename: script });
    };
    const globals = { self: globalThis, require, __dirname: join(root, 'wasm'), importScripts };
    for (const [name, value] of Object.entries(globals)) {
      if (!Object.hasOwn(globalThis, name)) {
        Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
      }
    }
    const lite = (await import('@litertjs/core')) as unknown as LiteRuntime;
    await quietly(() => lite.loadLiteRt(`${join(root, 'wasm')}/`));
    return lite;
  })();
  return runtime;
}

/** Without what LiteRT says on the console of devices that a browser would have. */
async function quietly<Result>(work: () => Promise<Result>): Promise<Result> {
  const { log, info, warn, error } = console;
  const nothing = (): void => undefined;
  Object.assign(console, { log: nothing, info: nothing, warn: nothing, error: nothing });
  try {
    return await work();
  } finally {
    Object.assign(console, { log, info, warn, error });
  }
}

const portOf = ({ name, dtype, shape }: LiteDetails): LitePort => ({
  name,
  type: dtype,
  shape: Array.from(shape),
});

/** Opens a model. Throws MODEL_DAMAGED when LiteRT can not run it. */
export async function openLite(bytes: Uint8Array, path: string): Promise<LiteSession> {
  const lite = await load();
  const damaged = (error: unknown): StrongroomError =>
    new StrongroomError('MODEL_DAMAGED', `LiteRT can not run ${path}: ${String(error)}`, {
      next: 'Export the model again.',
      cause: error,
    });
  let model: LiteModel;
  try {
    model = await quietly(() => lite.loadAndCompile(bytes, { accelerator: 'wasm' }));
  } catch (error) {
    throw damaged(error);
  }
  const [inputs, outputs] = [model.getInputDetails(), model.getOutputDetails()];
  return {
    inputs: inputs.map(portOf),
    outputs: outputs.map(portOf),
    async run(values) {
      const tensors = values.map((data, index) => {
        const shape = Array.from(inputs[index]?.shape ?? []);
        return new lite.Tensor(data, shape);
      });
      try {
        const results = await quietly(() => model.run(tensors));
        return results.map((result) => {
          const copy = result.toTypedArray().slice();
          result.delete();
          return copy;
        });
      } catch (error) {
        throw damaged(error);
      } finally {
        for (const tensor of tensors) tensor.delete();
      }
    },
    close: () => model.delete(),
  };
}
