import type { NetworkSummary } from '../../contract/schemas/imported-network';
import type { House } from '../house';
import { part, type Work } from './work';

/**
 * Reads a network that Keras or TensorFlow.js saved. @param keep where it is also written, as a .keras file of layers that
 * are known here; null for nowhere. Throws FILE_FORMAT_MISMATCH, FILE_DAMAGED, FILE_TOO_LARGE, LAYER_NOT_SUPPORTED.
 */
export function importNetwork(
  house: House,
  path: string,
  keep: string | null,
  work: Work,
): Promise<NetworkSummary> {
  return house.engine.run('import-network', { path, keep }, part(work, 0, 1, 'Reading the network'));
}
