import { writeFile } from 'node:fs/promises';
import { StrongroomError } from '../../../contract/errors';
import type { LoadedModel } from '../../model/load';
import type { ExportDescription } from '../../protocol';
import { notesOf } from '../keras/notes';
import { throwIfCancelled } from './cancelled';
import type { ExportOptions } from './format';

/** Why a network cannot be written: what `convert` throws of a layer, in one sentence; null when it can. */
export function refusalOf(convert: () => unknown): string | null {
  try {
    convert();
    return null;
  } catch (error) {
    if (error instanceof StrongroomError && error.code === 'LAYER_NOT_SUPPORTED') return error.message;
    throw error;
  }
}

/** Writes a file that holds the network, and beside it how raw columns become its input. @param make gives its bytes. */
export async function writeNetworkFile(
  { fitted, network }: LoadedModel,
  path: string,
  { metadata, signal, report }: ExportOptions,
  version: string,
  make: (notes: Record<string, unknown>) => Promise<Uint8Array>,
): Promise<ExportDescription> {
  report(0, 'Writing the layers');
  const bytes = await make(notesOf(fitted, metadata));
  throwIfCancelled(signal);
  report(0.8, 'Writing the file');
  await writeFile(path, bytes);
  const shapeOf = (shape: readonly (number | null)[] | undefined): string =>
    `float32[rows, ${(shape ?? []).slice(1).join(', ')}]`;
  return {
    version,
    bytes: bytes.byteLength,
    inputs: network.inputs.map(({ shape }) => ({ name: 'encoded columns', type: shapeOf(shape) })),
    outputs: network.outputs.map(({ shape }) => ({ name: 'output of the network', type: shapeOf(shape) })),
  };
}
