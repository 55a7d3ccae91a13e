import type { ErrorPayload } from '../../errors';
import type { Training } from '../../schemas/training';
import type { Network } from '../index';

/** Something that is wrong with a network, or that is rarely meant, at one of its layers. */
export interface Mistake extends ErrorPayload {
  /** The id of the layer; null for the network as a whole. */
  layer: string | null;
  /** An error keeps the network from being trained. */
  severity: 'error' | 'warning';
  /** How it can be mended, where the check itself knows. */
  known?: readonly Fix[];
}

/** One way to mend a mistake: another network, or other settings of the training. */
export interface Fix {
  /** As on a button: "Put Flatten before it". */
  label: string;
  network?: Network | undefined;
  training?: (training: Training) => Training;
}
