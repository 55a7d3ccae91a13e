import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { StrongroomError } from '../../contract/errors';
import { findInstallation, installCommand } from './tensorflow-installation';
import type { Installation } from './tensorflow-installation';

/** The name of its backend in tfjs. */
export const backendName = 'tensorflow';
const packageName = '@tensorflow/tfjs-node-gpu';

/** What is used of the native module, and of the package around it. */
interface Binding {
  TF_Version: string;
  isUsingGpuDevice(): boolean;
}
interface BackendModule {
  NodeJSKernelBackend: new (binding: Binding, name: string) => tf.KernelBackend;
}

let loaded: Binding | undefined;

/** The package's JavaScript calls two functions that Node 23 took away, and Node 22 warns of. */
function bringBackRemovedFunctions(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}

/**
 * The package's own entry looks for the native module within node_modules and makes its backend the current one;
 * its parts are loaded one by one instead.
 */
function load({ folder, binding: path }: Installation): Binding {
  const require = createRequire(import.meta.url);
  bringBackRemovedFunctions();
  // Errors only; the library reads it when it is loaded.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const binding: Binding = require(join(folder, path));
  if (tf.findBackendFactory(backendName) === null) {
    require(`${packageName}/dist/register_all_kernels`);
    const { NodeJSKernelBackend }: BackendModule = require(`${packageName}/dist/nodejs_kernel_backend`);
    tf.registerBackend(backendName, () => new NodeJSKernelBackend(binding, packageName));
  }
  return binding;
}

/** Loads the library into this process, once. Throws DEVICE_NOT_AVAILABLE with the reason. */
export function loadTensorflow(): Binding {
  if (loaded !== undefined) return loaded;
  const found = findInstallation();
  const next = `Run ${installCommand}, or train on the processor: --device cpu.`;
  if ('reason' in found) throw new StrongroomError('DEVICE_NOT_AVAILABLE', found.reason, { next });
  try {
    loaded = load(found.installation);
    return loaded;
  } catch (error) {
    throw new StrongroomError('DEVICE_NOT_AVAILABLE', 'The native TensorFlow library could not be loaded.', {
      expected: `a library that loads from ${found.installation.folder}`,
      received: String(error),
      next,
      cause: error,
    });
  }
}

/** The first graphics card as NVIDIA's driver for Linux names it; elsewhere there is no file that tells. */
function nameOfGraphicsCard(folder = '/proc/driver/nvidia/gpus'): string {
  const [card] = existsSync(folder) ? readdirSync(folder) : [];
  if (card === undefined) return 'gpu';
  return /^Model:\s*(.+)$/m.exec(readFileSync(join(folder, card, 'information'), 'utf8'))?.[1] ?? 'gpu';
}

/** Where the library computes: cpu, or the graphics card. Before it is loaded, what its installation found. */
export function deviceOfTensorflow(): string {
  const found = findInstallation();
  const onGraphicsCard =
    loaded?.isUsingGpuDevice() ?? ('installation' in found && found.installation.device === 'gpu');
  return onGraphicsCard ? nameOfGraphicsCard() : 'cpu';
}

/** What tfjs says of a kernel that the library does not have, as an error that names it; others stay as they are. */
function named(error: unknown): unknown {
  const kernel = /^Kernel '(\w+)' not registered for backend/.exec(
    error instanceof Error ? error.message : '',
  )?.[1];
  if (kernel === undefined) return error;
  return new StrongroomError('KERNEL_NOT_SUPPORTED', `TensorFlow cannot compute ${kernel}.`, {
    expected: 'operations that @tensorflow/tfjs-node-gpu has',
    received: kernel,
    next: 'Train on the processor: --device cpu, or --device reference.',
    cause: error,
  });
}

/**
 * Runs synchronous work with tensorflow as the current backend of tfjs; the one that was current is current again
 * afterwards, since all else in the process computes there. Tensors move between the two by themselves.
 * Throws KERNEL_NOT_SUPPORTED.
 */
export function onTensorflow<T>(work: () => T): T {
  const before = tf.getBackend();
  // With a factory that is synchronous, setBackend takes effect before it returns its promise.
  void tf.setBackend(backendName);
  try {
    return work();
  } catch (error) {
    throw named(error);
  } finally {
    void tf.setBackend(before);
  }
}
