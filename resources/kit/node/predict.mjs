// Predicts the rows of ../../examples.json and compares with the answers that the workbench gave.
//   npm install && npm start
import { readFile } from 'node:fs/promises';
// Before the library is loaded: its builds collect how they are used unless this says no.
process.env.ORT_DISABLE_TELEMETRY = '1';
const ort = await import('onnxruntime-node');

const kit = new URL('../../', import.meta.url);
const read = async (name) => JSON.parse(await readFile(new URL(name, kit), 'utf8'));

/** A column of JSON values as the model takes it: [rows, 1]; missing is NaN or the empty text. */
export function tensorOf({ name, takes, type, image }, rows) {
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

const contract = await read('contract.json');
const { model, tolerance, rows, expected } = await read('examples.json');
const session = await ort.InferenceSession.create(
  new URL(model, kit).pathname.replace(/^\/([A-Za-z]:)/, '$1'),
);
const answers = await predict(session, contract, rows);

let largest = 0;
answers.forEach((answer, row) => {
  const pairs =
    contract.classes === null
      ? [[answer.predicted, expected[row].predicted]]
      : contract.classes.map((name) => [answer.probabilities[name], expected[row].probabilities[name]]);
  for (const [own, theirs] of pairs) {
    const size = contract.classes === null ? Math.max(1, Math.abs(theirs)) : 1;
    largest = Math.max(largest, Math.abs(own - theirs) / size);
  }
  console.log(JSON.stringify(answer));
});
console.log(`${rows.length} rows, largest difference ${largest}, allowed ${tolerance}`);
// "Not above" rather than "below", so that NaN does not pass.
if (!(largest <= tolerance)) process.exitCode = 1;
