// Predicts the rows of ../../examples.json in the browser; rows never leave the page.
//   npm install, then serve the folder of the kit, such as by `npx http-server ../..`, and open examples/browser/
import * as ort from './node_modules/onnxruntime-web/dist/ort.wasm.min.mjs';

const kit = new URL('../../', import.meta.url);
const read = async (name) => (await fetch(new URL(name, kit))).json();

// One thread needs no headers for cross-origin isolation.
ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = new URL('node_modules/onnxruntime-web/dist/', import.meta.url).href;

/** A column of JSON values as the model takes it: [rows, 1]; missing is NaN or the empty text. */
function tensorOf({ name, takes, type, image }, rows) {
  const values = rows.map((row) => row[name] ?? null);
  if (takes === 'image') {
    // Points from 0 to 255, [height][width][channels]; all NaN for a missing picture.
    const { height, width, channels } = image;
    const points = new Float32Array(rows.length * height * width * channels).fill(NaN);
    values.forEach((value, row) => {
      if (value !== null) points.set(value.flat(2), row * height * width * channels);
    });
    return new ort.Tensor('float32', points, [rows.length, height, width, channels]);
  }
  const shape = [rows.length, 1];
  if (takes === 'text') {
    return new ort.Tensor(
      'string',
      values.map((value) => (value === null ? '' : String(value))),
      shape,
    );
  }
  if (takes === 'moment') {
    // Seconds since 1970; a date or a moment without a zone is UTC.
    const seconds = values.map((value) => {
      if (value === null) return NaN;
      const isPlain = type === 'date' || /(Z|[+-]\d\d:?\d\d)$/.test(value);
      return Date.parse(isPlain ? value : `${value}Z`) / 1000;
    });
    return new ort.Tensor('float64', Float64Array.from(seconds), shape);
  }
  return new ort.Tensor(
    'float32',
    Float32Array.from(values, (value) => value ?? NaN),
    shape,
  );
}

/** One answer a row: { predicted } and, for classes, { probabilities: { class: probability } }. */
export async function predict(session, contract, rows) {
  const feeds = Object.fromEntries(contract.columns.map((column) => [column.name, tensorOf(column, rows)]));
  const results = await session.run(feeds);
  const predicted = results[contract.outputs.predicted].data;
  if (contract.classes === null) return rows.map((_, row) => ({ predicted: predicted[row] }));
  const scores = results[contract.outputs.probabilities].data;
  const width = contract.classes.length;
  return rows.map((_, row) => ({
    predicted: predicted[row],
    probabilities: Object.fromEntries(
      contract.classes.map((name, place) => [name, scores[row * width + place]]),
    ),
  }));
}

const status = document.getElementById('status');
try {
  const contract = await read('contract.json');
  const { model, tolerance, rows, expected } = await read('examples.json');
  const session = await ort.InferenceSession.create(new URL(model, kit).href, {
    executionProviders: ['wasm'],
  });
  const answers = await predict(session, contract, rows);
  const differences = answers.flatMap((answer, row) =>
    contract.classes === null
      ? [
          Math.abs(answer.predicted - expected[row].predicted) /
            Math.max(1, Math.abs(expected[row].predicted)),
        ]
      : contract.classes.map((name) =>
          Math.abs(answer.probabilities[name] - expected[row].probabilities[name]),
        ),
  );
  const same = differences.every((difference) => difference <= tolerance);
  document.getElementById('answers').textContent = answers.map((answer) => JSON.stringify(answer)).join('\n');
  status.textContent = `${rows.length} rows: ${same ? 'the same answers as the workbench' : 'NOT the same answers'}, largest difference ${Math.max(...differences)}.`;
} catch (error) {
  status.textContent = `Failed: ${error}`;
}
