import '../no-telemetry';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { encodeModel } from '../compile/onnx/encode';
import { OnnxProgram } from '../compile/onnx/program';
import type { Provider } from './providers';

/** A driver that has not answered by then never will. */
const longestMilliseconds = 20_000;

export type Probe =
  | {
      works: true;
      /** Names of driver libraries that were loaded for it, where the system tells (Linux). */
      drivers: string[];
      /** Of a product of large matrices: a rough measure of what may be expected of it. */
      multiplicationsPerSecond: number;
    }
  | { works: false; reason: string };

/**
 * Units of the matrices whose product is timed: 17 million multiplications, and a thousand million on devices for which
 * the first are too little to tell.
 */
const timedUnits = [256, 1024];
/** A product that takes as long tells enough. */
const tellingSeconds = 0.05;

/** x [2, 2] by itself, with what is negative cut off. */
const given = [1, -2, 3, 4];
const expected = [0, 0, 15, 10];

function probeModel(): Uint8Array {
  const program = new OnnxProgram();
  const x = program.input({ name: 'x', type: 'float', shape: ['units', 'units'] });
  const product = program.emit('MatMul', [x, x]);
  program.output(program.emit('Relu', [product]), { name: 'y', type: 'float', shape: ['units', 'units'] });
  return encodeModel(program, { producerVersion: '', documentation: '', metadata: {} });
}

/** Runs in a process of its own, since a driver may take the whole process with it. Its arguments: library, provider, model. */
const script = `
const [library, provider, model] = process.argv.slice(1);
const answer = (value) => process.stdout.write(JSON.stringify(value), () => process.exit(0));
(async () => {
  const { InferenceSession, Tensor } = require(library);
  const options = { executionProviders: [provider], logSeverityLevel: 4 };
  const session = await InferenceSession.create(Buffer.from(model, 'base64'), options);
  const run = (values, units) => session.run({ x: new Tensor('float32', values, [units, units]) });
  const { y } = await run(Float32Array.of(${given.join()}), 2);
  let speed = 0;
  for (const units of [${timedUnits.join()}]) {
    const large = new Float32Array(units ** 2);
    await run(large, units);
    const started = performance.now();
    await run(large, units);
    const seconds = (performance.now() - started) / 1000;
    speed = units ** 3 / seconds;
    if (seconds > ${tellingSeconds}) break;
  }
  let maps = '';
  try { maps = require('node:fs').readFileSync('/proc/self/maps', 'utf8'); } catch {}
  const libraries = maps.match(/[^/\\n]+\\.so[.0-9]*$/gm) ?? [];
  answer({ values: Array.from(y.data), speed, libraries: [...new Set(libraries)] });
})().catch((error) => answer({ error: String(error && error.message || error) }));
`;

const answerSchema = z.union([
  z.object({ values: z.array(z.number()), speed: z.number(), libraries: z.array(z.string()) }),
  z.object({ error: z.string() }),
]);

/** What a person needs of an error of ONNX Runtime: not the place in its source, nor the condition that failed there. */
export function withoutPlace(message: string): string {
  return message
    .replace(/^.*\bwas false\. ?/s, '')
    .replace(/^\S*onnxruntime_src\S*\s*/, '')
    .trim();
}

/** What a process said that may have ended in the middle of a word. */
function parseAnswer(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

function judge(provider: Provider, stdout: string, stderr: string, failure: Error | null): Probe {
  const refuse = (why: string): Probe => ({
    works: false,
    reason: `${why.replace(/[.\s]*$/, '.')} ${provider.needs}`,
  });
  const answer = answerSchema.safeParse(parseAnswer(stdout));
  if (!answer.success) {
    const killed = failure !== null && 'killed' in failure && failure.killed === true;
    return refuse(
      killed
        ? `Its driver did not answer within ${longestMilliseconds / 1000} seconds`
        : 'Its driver ended the process that tried it',
    );
  }
  if ('error' in answer.data) {
    const loader = /Couldn't load (Vulkan): ([^\n]+)/.exec(stderr);
    return refuse(
      loader === null ? withoutPlace(answer.data.error) : `${loader[1]} is missing: ${loader[2]}`,
    );
  }
  const { values, speed, libraries } = answer.data;
  if (values.length !== expected.length || values.some((value, index) => value !== expected[index])) {
    return refuse(`It gives wrong results: ${values.join(', ')} instead of ${expected.join(', ')}`);
  }
  return { works: true, drivers: libraries, multiplicationsPerSecond: speed };
}

/** Tries a provider in a process of its own; never rejects. @param library path of ONNX Runtime for Node. */
export function tryProvider(provider: Provider, library: string): Promise<Probe> {
  const model = Buffer.from(probeModel()).toString('base64');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['-e', script, library, provider.execution, model],
      { timeout: longestMilliseconds, killSignal: 'SIGKILL', windowsHide: true },
      (failure, stdout, stderr) => resolve(judge(provider, stdout, stderr, failure)),
    );
  });
}

const probes = new Map<Provider['execution'], Promise<Probe>>();

/** Whether a provider really works here: being listed tells nothing of drivers. It is tried once; never rejects. */
export function probe(provider: Provider): Promise<Probe> {
  const known = probes.get(provider.execution);
  if (known !== undefined) return known;
  const tried = tryProvider(provider, createRequire(import.meta.url).resolve('onnxruntime-node'));
  probes.set(provider.execution, tried);
  return tried;
}
