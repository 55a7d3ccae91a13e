// Predicts the rows of ../../examples.json and compares with the answers that the workbench gave.
//   npm install && npm start
// The model is the network alone: it takes encoded columns, which examples.json has of its rows.
import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs';
import { decisionOf, scoresOf } from './answers.mjs';
import { answerOf, largestDifference } from './kit.mjs';

const kit = new URL('../../', import.meta.url);
const read = async (name) => JSON.parse(await readFile(new URL(name, kit), 'utf8'));

/** Opens model/model.json with its weights. */
export async function openNetwork() {
  const { weightsManifest, ...model } = await read('model/model.json');
  const paths = weightsManifest.flatMap((group) => group.paths);
  const parts = await Promise.all(paths.map((path) => readFile(new URL(`model/${path}`, kit))));
  const { buffer } = Uint8Array.from(Buffer.concat(parts));
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const network = await tf.loadLayersModel(
    tf.io.fromMemory({ modelTopology: model.modelTopology, weightSpecs, weightData: buffer }),
  );
  return { network, features: model.userDefinedMetadata.strongroom.features };
}

/** One answer a row: { predicted } and, for classes, { probabilities: { class: probability } }. */
export function predict({ network, features }, contract, encoded) {
  const outputs = tf.tidy(() => {
    const output = network.predict(tf.tensor2d(encoded));
    return output.reshape([encoded.length, -1]).arraySync();
  });
  return outputs.map((output) => {
    const scores = scoresOf(features, output);
    return answerOf(contract, scores, contract.classes === null ? 0 : decisionOf(features, scores));
  });
}

const contract = await read('contract.json');
const { tolerance, encoded, expected } = await read('examples.json');
const answers = predict(await openNetwork(), contract, encoded);
for (const answer of answers) console.log(JSON.stringify(answer));
const largest = largestDifference(contract, answers, expected);
console.log(`${answers.length} rows, largest difference ${largest}, allowed ${tolerance}`);
// "Not above" rather than "below", so that NaN does not pass.
if (!(largest <= tolerance)) process.exitCode = 1;
