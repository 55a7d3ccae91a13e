// Predicts the rows of ../../examples.json in the browser; rows never leave the page.
//   npm install, then serve the folder of the kit, such as by `npx http-server ../..`, and open examples/browser/
// The model is the network alone: it takes encoded columns, which examples.json has of its rows.
import * as tf from './node_modules/@tensorflow/tfjs/dist/tf.fesm.min.js';
import { decisionOf, scoresOf } from './answers.mjs';
import { answerOf, largestDifference } from './kit.mjs';

const kit = new URL('../../', import.meta.url);
const read = async (name) => (await fetch(new URL(name, kit))).json();

/** One answer a row: { predicted } and, for classes, { probabilities: { class: probability } }. */
export function predict(network, features, contract, encoded) {
  const outputs = tf.tidy(() => {
    const output = network.predict(tf.tensor2d(encoded));
    return output.reshape([encoded.length, -1]).arraySync();
  });
  return outputs.map((output) => {
    const scores = scoresOf(features, output);
    return answerOf(contract, scores, contract.classes === null ? 0 : decisionOf(features, scores));
  });
}

const status = document.getElementById('status');
try {
  const contract = await read('contract.json');
  const { tolerance, encoded, expected } = await read('examples.json');
  const { features } = (await read('model/model.json')).userDefinedMetadata.strongroom;
  const network = await tf.loadLayersModel(new URL('model/model.json', kit).href);
  const answers = predict(network, features, contract, encoded);
  const largest = largestDifference(contract, answers, expected);
  document.getElementById('answers').textContent = answers.map((answer) => JSON.stringify(answer)).join('\n');
  status.textContent = `${answers.length} rows: ${largest <= tolerance ? 'the same answers as the workbench' : 'NOT the same answers'}, largest difference ${largest}.`;
} catch (error) {
  status.textContent = `Failed: ${error}`;
}
