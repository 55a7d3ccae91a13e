// Import of a workbook of 100,000 x 20 cells against pandas with openpyxl, in turns, each in a process of its own.
// Prints one JSON document. STRONGROOM_PYTHON names a Python with pandas and openpyxl; without one, only our own time.
// Needs the build: node build/scripts/build.mjs --if-stale
import { fork, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';

const rows = 100_000;
const rounds = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 3);
const child = resolve(import.meta.dirname, '../../out/main/engine-child.js');
const folder = await mkdtemp(join(tmpdir(), 'strongroom-bench-'));
const path = join(folder, 'table.xlsx');

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const letters = Array.from({ length: 20 }, (_, i) => String.fromCharCode(65 + i));
const words = Array.from({ length: 5000 }, (_, i) => `text ${i}`);

/** As Excel writes it: places of cells, shared texts, a style for dates. */
function* sheet() {
  let state = 1;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const text = (i) => ` t="s"><v>${i}</v></c>`;
  yield `<worksheet xmlns="${main}"><sheetData><row r="1">${letters.map((letter, i) => `<c r="${letter}1"${text(i)}`).join('')}</row>`;
  for (let row = 2; row <= rows + 1; row++) {
    const cells = letters.map((letter, i) => {
      const place = `<c r="${letter}${row}"`;
      if (i < 10) return `${place}><v>${random() * 1000}</v></c>`;
      if (i < 15) return `${place}><v>${Math.floor(random() * 1e5)}</v></c>`;
      if (i < 17) return `${place} s="1"><v>${45000 + Math.floor(random() * 365)}</v></c>`;
      return `${place}${text(20 + Math.floor(random() * (i === 19 ? 5000 : 4)))}`;
    });
    yield `<row r="${row}">${cells.join('')}</row>`;
  }
  yield '</sheetData></worksheet>';
}

async function generate() {
  const zip = new yazl.ZipFile();
  const add = (name, xml) =>
    zip.addBuffer(Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`), name);
  const part = (name, kind) => `<Override PartName="${name}" ContentType="${type}.${kind}+xml"/>`;
  const relation = (id, kind, target) =>
    `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`;
  add(
    '[Content_Types].xml',
    `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part('/xl/workbook.xml', 'sheet.main')}${part('/xl/worksheets/sheet1.xml', 'worksheet')}${part('/xl/styles.xml', 'styles')}${part('/xl/sharedStrings.xml', 'sharedStrings')}</Types>`,
  );
  add(
    '_rels/.rels',
    `<Relationships xmlns="${packaged}/relationships">${relation('a', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
  );
  add(
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Data" sheetId="1" r:id="a"/></sheets></workbook>`,
  );
  add(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${packaged}/relationships">${relation('a', 'worksheet', 'worksheets/sheet1.xml')}${relation('b', 'styles', 'styles.xml')}${relation('c', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
  );
  add(
    'xl/styles.xml',
    `<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>`,
  );
  const texts = [...letters.map((letter) => `column ${letter}`), ...words];
  add(
    'xl/sharedStrings.xml',
    `<sst xmlns="${main}">${texts.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
  );
  zip.addReadStream(Readable.from(sheet(), { objectMode: false }), 'xl/worksheets/sheet1.xml');
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

/** Seconds of pandas; null where it is not installed. */
function readExcel() {
  const script = `import time, pandas, openpyxl\nstart = time.perf_counter()\npandas.read_excel(${JSON.stringify(path)}, engine="openpyxl")\nprint(time.perf_counter() - start)`;
  const { status, stdout, stderr } = spawnSync(process.env.STRONGROOM_PYTHON ?? 'python3', ['-c', script], {
    encoding: 'utf8',
  });
  if (status === 0) return Number(stdout);
  process.stderr.write(`pandas is left out (${String(stderr).trim().split('\n').at(-1)}).\n`);
  return null;
}

/** The same task that the application runs, in the same process. */
async function importTable(round) {
  const engine = fork(child, ['data'], { stdio: 'inherit' });
  try {
    const directory = join(folder, `dataset-${round}`);
    await new Promise((done) => engine.once('message', done));
    const start = performance.now();
    engine.send({ kind: 'run', id: 1, task: 'import', params: { path, name: 'table.xlsx', directory } });
    const answer = await new Promise((done) => {
      engine.on('message', (message) => {
        if (message.kind === 'result' || message.kind === 'error') done(message);
      });
      engine.on('exit', (code) => done({ kind: 'error', error: { message: `ended with ${code}` } }));
    });
    const seconds = (performance.now() - start) / 1000;
    if (answer.kind === 'error') throw new Error(answer.error.message);
    const status = await readFile(`/proc/${engine.pid}/status`, 'utf8').catch(() => '');
    const peakMemoryMiB = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
    return { seconds, peakMemoryMiB, rows: answer.result.rows };
  } finally {
    engine.kill();
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

try {
  await generate();
  const pandasSeconds = [];
  const imports = [];
  for (let round = 0; round < rounds; round++) {
    const seconds = readExcel();
    if (seconds !== null) pandasSeconds.push(seconds);
    imports.push(await importTable(round));
  }
  const importSeconds = imports.map(({ seconds }) => seconds);
  console.log(
    JSON.stringify({
      rows: imports[0].rows,
      bytes: (await stat(path)).size,
      pandasSeconds,
      importSeconds,
      ratio: pandasSeconds.length === 0 ? null : median(importSeconds) / median(pandasSeconds),
      peakMemoryMiB: Math.max(...imports.map(({ peakMemoryMiB }) => peakMemoryMiB)),
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
