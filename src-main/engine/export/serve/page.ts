import { createHash } from 'node:crypto';
import type { InputContract } from '../../../contract/schemas/input-contract';
import { expectedOf } from './cells';
import { exampleRow } from './openapi';
import { rowSchema } from './schema';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const style = `:root{color-scheme:light dark;--line:#8884;--soft:#8881;--accent:#2563c9}
body{margin:0 auto;max-width:920px;padding:32px 24px;font:15px/1.5 system-ui,sans-serif}
h1{font-size:28px;margin:0 0 4px}h2{font-size:20px;margin:32px 0 8px}p{margin:0 0 12px}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid var(--line);padding:6px 16px 6px 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{font-size:13px;font-weight:500;opacity:.7}code,textarea,pre{font:13px/1.5 ui-monospace,monospace}
textarea{box-sizing:border-box;width:100%;min-height:180px;padding:12px;border:1px solid var(--line);border-radius:6px;background:var(--soft);color:inherit}
pre{padding:12px;border-radius:6px;background:var(--soft);overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}
button{margin:8px 0;padding:8px 16px;border:0;border-radius:6px;background:var(--accent);color:#fff;font:inherit;font-weight:500;cursor:pointer}
button:focus-visible,textarea:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`;

const script = `const rows=document.getElementById('rows'),answer=document.getElementById('answer');
document.getElementById('predict').addEventListener('click',async()=>{answer.textContent='…';try{
const response=await fetch('predict',{method:'POST',headers:{'Content-Type':'application/json'},body:rows.value});
answer.textContent=JSON.stringify(await response.json(),null,2)}catch(error){answer.textContent=String(error)}});`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing from elsewhere, and no script but the page's own. */
export const pagePolicy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The description of the server as a page that needs nothing else: what it takes, and a place to try it. */
export function describePage(contract: InputContract, runtime: string): string {
  const { properties } = rowSchema(contract) as { properties: Record<string, { description: string }> };
  const columns = contract.columns.map(
    (column) =>
      `<tr><td><code>${escape(column.name)}</code></td><td>${escape(expectedOf(column))}</td><td>${escape(properties[column.name]?.description ?? '')}</td></tr>`,
  );
  const example = JSON.stringify([exampleRow(contract)], null, 2);
  const gives =
    contract.classes === null
      ? 'a number'
      : `one of ${contract.classes.map((name) => `<code>${escape(name)}</code>`).join(', ')}, with the probability of each`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Predict ${escape(contract.target)}</title><style>${style}</style></head><body><main>
<h1>Predict ${escape(contract.target)}</h1>
<p>Answers ${gives}. Runs on ${escape(runtime)}.</p>
<h2>Try it</h2>
<label for="rows">Rows, as <code>POST /predict</code> takes them (JSON; CSV with <code>Content-Type: text/csv</code>)</label>
<textarea id="rows" spellcheck="false">${escape(example)}</textarea>
<button id="predict" type="button">Predict</button><pre id="answer" aria-live="polite">The answer appears here.</pre>
<h2>Columns</h2><table><thead><tr><th scope="col">Column</th><th scope="col">Takes</th><th scope="col">Training</th></tr></thead>
<tbody>${columns.join('')}</tbody></table>
<h2>For programs</h2><p><a href="openapi.json">openapi.json</a>, <a href="health">health</a>, <a href="metrics">metrics</a></p>
</main><script>${script}</script></body></html>
`;
}
