import * as tf from '@tensorflow/tfjs-core';
import { version_layers as version } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../../../contract/errors';
import { decide } from '../../../evaluate/threshold';
import { hostInputs } from '../../../features/host';
import { inputTensors, startTensors } from '../../../features/tensors';
import { forward } from '../../../model/pipeline';
import { importNetwork } from '../../keras/import-network';
import { readNotes } from '../../keras/notes';
import type { OpenExport } from './runtime';

/**
 * Reads the network back from a file of Keras or TensorFlow.js, and encodes rows by what is kept beside it in the
 * file. Keras itself is not run: it is not part of this program.
 */
export const open: OpenExport = async (path) => {
  await startTensors();
  const { network, notes } = await importNetwork(path);
  const kept = readNotes(notes);
  if (kept === null) {
    network.dispose();
    throw new StrongroomError(
      'MODEL_DAMAGED',
      `${path} does not tell how columns become the input of its network.`,
      {
        next: 'Give a file that was exported here, or export the model again.',
      },
    );
  }
  return {
    runtime: `TensorFlow.js ${version}, with the network read back from the file`,
    answerer(frame) {
      return (start, end) => {
        const width = { scores: 1 };
        const scores = tf.tidy(() => {
          const inputs = inputTensors(hostInputs(kept.features, frame, start, end));
          const { score } = forward(kept.features, network, inputs);
          width.scores = score.shape[1];
          return Float32Array.from(score.dataSync());
        });
        const { target } = kept.features;
        const labels =
          target.kind === 'number'
            ? null
            : Array.from(
                decide(scores, width.scores, target.threshold),
                (place) => target.classes[place] ?? '',
              );
        return Promise.resolve({ scores, width: width.scores, labels });
      };
    },
    close() {
      network.dispose();
      return Promise.resolve();
    },
  };
};
