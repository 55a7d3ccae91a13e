// How raw columns become the inputs of the file, as the file itself says in its packed strongroom.json.

const secondsOfDay = 86_400;

/** The packed strongroom.json: the zip archive behind the model is read from its end; nothing in it is compressed. */
export function pipelineOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  const text = (from, to) => new TextDecoder().decode(bytes.subarray(from, to));
  let place = view.getUint32(end + 16, true);
  for (let entry = 0; entry < view.getUint16(end + 10, true); entry++) {
    const nameLength = view.getUint16(place + 28, true);
    const local = view.getUint32(place + 42, true);
    if (text(place + 46, place + 46 + nameLength) === 'strongroom.json') {
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      return JSON.parse(text(start, start + view.getUint32(place + 24, true)));
    }
    place += 46 + nameLength + view.getUint16(place + 30, true) + view.getUint16(place + 32, true);
  }
  throw new Error('The file does not say how columns become its inputs.');
}

/** Seconds since 1970; a date or a moment without a zone is UTC. */
function seconds(text, type) {
  const isPlain = type === 'date' || /(Z|[+-]\d\d:?\d\d)$/.test(text);
  return Date.parse(isPlain ? text : `${text}Z`) / 1000;
}

/**
 * The numbers of one input for one row. Free text, which is cut into words or pieces, has to be made by the program that
 * calls this (so have those of a missing picture): `prepared` has them by the name of the input, as examples.json does.
 */
export function inputOf(pipeline, contract, { name, column, input }, row, prepared) {
  const [kind, place, part] = input.split(':');
  const { type } = contract.columns.find((one) => one.name === column);
  const value = row[column] ?? null;
  if (kind === 'number') return [value ?? NaN];
  if (kind === 'category') {
    const { vocabulary } = pipeline.fitted.features[Number(place)];
    return [vocabulary.indexOf(value === null ? '' : String(value)) + 1];
  }
  if (kind === 'moment') {
    const moment = value === null ? NaN : seconds(value, type);
    const days = Math.floor(moment / secondsOfDay);
    return [part === 'days' ? days : moment - days * secondsOfDay];
  }
  if (kind === 'image' && Array.isArray(value)) return value.flat(2);
  if (prepared?.[name] === undefined) throw new Error(`Give the numbers of ${column}.`);
  return prepared[name].map((number) => number ?? NaN);
}
