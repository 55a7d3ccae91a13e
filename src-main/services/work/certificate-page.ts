import type { Certificate } from '../../contract/schemas/certificate';
import type { GoldenAnswer } from '../../contract/schemas/exports';

/** Rows with answers that the page shows; the JSON beside it has all. */
const shownRows = 30;

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? mark);

const number = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(4)));

const facts = (rows: readonly (readonly [string, string])[]): string =>
  `<dl>${rows.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<div class="wide"><table><thead><tr>${head.map((name) => `<th>${escaped(name)}</th>`).join('')}</tr></thead>` +
  `<tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`;

const cell = (value: number | string | null | undefined): string =>
  value === null || value === undefined ? 'missing' : typeof value === 'number' ? number(value) : value;

const answer = ({ predicted, probabilities }: GoldenAnswer): string =>
  probabilities === undefined
    ? cell(predicted)
    : `${cell(predicted)} (${probabilities.map((value) => (value === null ? '–' : value.toFixed(4))).join(', ')})`;

const style = `
:root { color-scheme: light dark; --line: #d4d4d8; --soft: #52525b; --good: #15803d; --bad: #b91c1c; }
@media (prefers-color-scheme: dark) { :root { --line: #3f3f46; --soft: #a1a1aa; --good: #4ade80; --bad: #f87171; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
.verdict { font-weight: 600; } .passed { color: var(--good); } .differs { color: var(--bad); }
dl { display: grid; grid-template-columns: minmax(10rem, max-content) 1fr; gap: 0.25rem 1.5rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.85rem; }
th, td { text-align: left; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; max-width: 20rem; overflow: hidden; text-overflow: ellipsis; }
p { margin: 0.5rem 0; } .soft { color: var(--soft); }`;

const weights: Record<Certificate['file']['quantize'], string> = {
  none: 'float32',
  float16: 'float16, computed in float32',
  int8: 'int8, inputs of each layer measured as it runs',
  'int8-static': 'int8, inputs of each layer measured beforehand',
};

/** A certificate as one HTML page that needs nothing else: no script, nothing from elsewhere. */
export function certificatePage(certificate: Certificate): string {
  const { file, model, verification, golden, warnings, verdict } = certificate;
  const { ordinary, latency, changedAllowed = 0 } = verification;
  const names = file.scope === 'network' ? [] : Object.keys(golden.rows[0]?.inputs ?? {});
  const counted = [
    ['data', verification.rows],
    ['made up as training knew them', verification.madeUpRows ?? 0],
    ['made to be difficult', verification.hostileRows],
  ] as const;
  const rows = counted.filter(([, count]) => count > 0).map(([name, count]) => `${String(count)} ${name}`);
  const allowed =
    verification.tolerance !== null
      ? `differences up to ${number(verification.tolerance)}, no changed decision`
      : `up to ${number(100 * changedAllowed)} % changed decisions; a number counts as changed beyond a tenth of the spread`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parity certificate of ${escaped(file.name)}</title><style>${style}</style></head><body>
<h1>Parity certificate</h1>
<p class="verdict ${verdict}">${
    verdict === 'passed'
      ? `${escaped(file.name)} gives the answers of the model that it was made from.`
      : `${escaped(file.name)} does not give the answers of the model within what its kind of weights is held to.`
  }</p>
${warnings.map(({ message }) => `<p>${escaped(message)}</p>`).join('\n')}
<h2>The file</h2>
${facts([
  ['name', file.name],
  ['size', `${String(file.bytes)} bytes`],
  ['SHA-256', file.sha256],
  ['format', file.version],
  ['weights', weights[file.quantize]],
  ['takes', file.scope === 'network' ? 'encoded rows' : 'raw columns by name'],
  ...(file.licence === '' ? [] : [['licence', file.licence] as const]),
])}
<h2>The model</h2>
${facts([
  ['predicts', `${model.target} (${model.task})`],
  ...(model.classes === null ? [] : [['classes', model.classes.join(', ')] as const]),
  ['run', `${model.run}, trained ${model.trainedAt}, seed ${String(model.seed)}`],
  ['SHA-256 of the recipe', model.recipeSha256],
  ['SHA-256 of the data', model.dataFingerprint],
])}
<h2>The comparison</h2>
${facts([
  ['runtime', verification.runtime],
  ['rows', rows.join(', ')],
  ['allowed', allowed],
  ['largest difference', number(verification.largestDifference)],
  ['mean difference', number(verification.meanDifference)],
  ['changed decisions', String(verification.changedDecisions)],
  ...(ordinary === undefined
    ? []
    : [
        [
          'without difficult rows',
          `largest ${number(ordinary.largestDifference)}, mean ${number(ordinary.meanDifference)}, ${String(ordinary.changedDecisions)} changed decisions`,
        ] as const,
      ]),
  ...(latency === undefined
    ? []
    : [
        ['time for one row', `${number(latency.row)} ms`] as const,
        [`time for ${String(latency.batchRows)} rows`, `${number(latency.batch)} ms`] as const,
      ]),
])}
<p class="soft">Differences of probabilities are absolute; of predicted numbers relative to the largest of 1, the number and the spread of the predictions. Times are medians on the machine that exported.</p>
<h2>Inputs and outputs</h2>
${table(
  ['', 'name', 'type'],
  [
    ...file.inputs.map(({ name, type }) => ['takes', name, type]),
    ...file.outputs.map(({ name, type }) => ['gives', name, type]),
  ],
)}
<h2>Rows to check with</h2>
<p class="soft">${
    golden.source === 'made-up'
      ? 'The rows are made up from what the model takes; none is from the data.'
      : 'The rows are from the data, because that was asked for.'
  } All ${String(golden.rows.length)} are in the certificate's JSON file, to the last digit. Moments are seconds since 1970 (UTC).</p>
${table(
  ['expected', 'the file answered', ...names],
  golden.rows
    .slice(0, shownRows)
    .map(({ inputs, expected, answered }) => [
      answer(expected),
      answer(answered),
      ...names.map((name) => cell(inputs[name])),
    ]),
)}
<p class="soft">Written ${escaped(certificate.createdAt)} by Strongroom ${escaped(certificate.version)}.</p>
</body></html>
`;
}
