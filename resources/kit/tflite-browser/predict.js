// Predicts the rows of ../../examples.json in the browser by LiteRT; rows never leave the page.
//   npm install, then serve the folder of the kit, such as by `npx http-server ../..`, and open examples/browser/
import { loadAndCompile, loadLiteRt, Tensor } from '@litertjs/core';
import { inputOf, pipelineOf } from './inputs.js';
import { answerOf, largestDifference } from './kit.mjs';

const kit = new URL('../../', import.meta.url);
const read = async (name) => (await fetch(new URL(name, kit))).json();

/** The answer for one row: { predicted } and, for classes, { probabilities: { class: probability } }. */
export async function predict(model, pipeline, contract, row, prepared) {
  const byName = new Map(pipeline.inputs.map((entry) => [entry.name, entry]));
  const inputs = model.getInputDetails().map(({ name, dtype, shape }) => {
    const values = inputOf(pipeline, contract, byName.get(name), row, prepared);
    const array = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
    return new Tensor(array, Array.from(shape));
  });
  const results = await model.run(inputs);
  const names = model.getOutputDetails().map(({ name }) => name);
  const values = (name) => results[names.indexOf(name)].toTypedArray().slice();
  const answer =
    contract.classes === null
      ? answerOf(contract, values('predicted'))
      : answerOf(contract, values('probabilities'), values('predicted')[0]);
  for (const tensor of [...inputs, ...results]) tensor.delete();
  return answer;
}

const status = document.getElementById('status');
try {
  await loadLiteRt(new URL('node_modules/@litertjs/core/wasm/', import.meta.url).href);
  const contract = await read('contract.json');
  const { model: file, tolerance, rows, expected, inputs } = await read('examples.json');
  const bytes = new Uint8Array(await (await fetch(new URL(file, kit))).arrayBuffer());
  const model = await loadAndCompile(bytes, { accelerator: 'wasm' });
  const pipeline = pipelineOf(bytes);
  const answers = [];
  for (const [place, row] of rows.entries())
    answers.push(await predict(model, pipeline, contract, row, inputs[place]));
  const largest = largestDifference(contract, answers, expected);
  document.getElementById('answers').textContent = answers.map((answer) => JSON.stringify(answer)).join('\n');
  status.textContent = `${rows.length} rows: ${largest <= tolerance ? 'the same answers as the workbench' : 'NOT the same answers'}, largest difference ${largest}.`;
} catch (error) {
  status.textContent = `Failed: ${error}`;
}
