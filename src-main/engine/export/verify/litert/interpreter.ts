import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { z } from 'zod';
import { StrongroomError } from '../../../../contract/errors';

/** What is used of @litertjs/core, whose own types ask for those of browsers. */
interface LiteBuffer {
  /** The place of the values in the memory of LiteRT. */
  lock(mode: unknown): number;
  unlock(): void;
}
interface LiteTensor {
  readonly liteRtTensorBuffer: LiteBuffer;
  toTypedArray(): LiteValues;
  delete(): void;
}
interface LiteDetails {
  readonly name: string;
  readonly dtype: string;
  readonly shape: Int32Array;
}
interface LiteModel {
  /** What `run` calls, without a look at every input each time, which takes longer than the model does. */
  readonly liteRtCompiledModel: {
    run(signature: number, inputs: LiteBuffer[]): LiteBuffer[] | Promise<LiteBuffer[]>;
  };
  getInputDetails(): readonly LiteDetails[];
  getOutputDetails(): readonly LiteDetails[];
  delete(): void;
}
interface LiteRuntime {
  loadLiteRt(path: string): Promise<unknown>;
  loadAndCompile(model: Uint8Array, options: { accelerator: 'wasm' }): Promise<LiteModel>;
  getGlobalLiteRt(): {
    liteRtWasm: {
      readonly HEAPU8: Uint8Array;
      readonly LiteRtTensorBufferLockMode: { readonly WRITE: unknown };
    };
  };
  Tensor: new (data: Float32Array | Int32Array | LiteBuffer, shape?: number[]) => LiteTensor;
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

const installed = createRequire(import.meta.url);
const packageSchema = z.object({ version: z.string() });

/** Where LiteRT is installed. */
const rootOf = (): string => dirname(dirname(installed.resolve('@litertjs/core')));

/** The version of LiteRT that is installed. Throws when there is none. */
export const liteVersion = (): string =>
  packageSchema.parse(JSON.parse(readFileSync(join(rootOf(), 'package.json'), 'utf8'))).version;

let runtime: Promise<LiteRuntime> | null = null;

/**
 * Loads LiteRT, which is written for browsers: its script is asked for by `importScripts` as in a worker, and leaves a
 * factory behind as a global. Once a process, which should have nothing else to do: it leaves globals behind.
 */
function load(): Promise<LiteRuntime> {
  runtime ??= (async () => {
    const scripts = join(rootOf(), 'wasm');
    const importScripts = (script: string): void => {
      const text = readFileSync(script, 'utf8');
      runInThisContext(`${text}\n;globalThis.ModuleFactory = ModuleFactory;`, { filename: script });
    };
    const globals = { self: globalThis, require: installed, __dirname: scripts, importScripts };
    for (const [name, value] of Object.entries(globals)) {
      if (!Object.hasOwn(globalThis, name)) {
        Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
      }
    }
    // Its own types ask for those of browsers.
    const lite = (await import('@litertjs/core')) as unknown as LiteRuntime;
    await quietly(() => lite.loadLiteRt(`${scripts}/`));
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
    new StrongroomError('MODEL_DAMAGED', `LiteRT can not run ${path}.`, {
      expected: 'a whole file whose operators LiteRT knows',
      received: String(error).replaceAll(/\s+/g, ' ').slice(0, 300),
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
  const { liteRtWasm } = lite.getGlobalLiteRt();
  const lengths = inputs.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
  let tensors: LiteTensor[];
  try {
    // Made once: their values are written anew for each row.
    tensors = inputs.map(({ dtype, shape }, index) => {
      const length = lengths[index] ?? 0;
      const zeros = dtype === 'int32' ? new Int32Array(length) : new Float32Array(length);
      return new lite.Tensor(zeros, Array.from(shape));
    });
  } catch (error) {
    model.delete();
    throw damaged(error);
  }
  const buffers = tensors.map(({ liteRtTensorBuffer }) => liteRtTensorBuffer);
  return {
    inputs: inputs.map(portOf),
    outputs: outputs.map(portOf),
    async run(values) {
      try {
        values.forEach((data, index) => {
          const buffer = buffers[index];
          if (buffer === undefined || data.length !== lengths[index]) {
            throw new RangeError(
              `The input ${String(index)} takes another number of values than ${String(data.length)}.`,
            );
          }
          const place = buffer.lock(liteRtWasm.LiteRtTensorBufferLockMode.WRITE);
          liteRtWasm.HEAPU8.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), place);
          buffer.unlock();
        });
        const results = await model.liteRtCompiledModel.run(0, buffers);
        return results.map((result) => {
          const tensor = new lite.Tensor(result);
          const copy = tensor.toTypedArray();
          tensor.delete();
          return copy;
        });
      } catch (error) {
        throw damaged(error);
      }
    },
    close: () => {
      for (const tensor of tensors) tensor.delete();
      model.delete();
    },
  };
}
