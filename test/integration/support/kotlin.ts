import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { runProgram } from './kit';

/** Jars of Maven Central with their SHA-256: the compiler, and what the example is compiled and run with. */
const compiler = {
  'org/jetbrains/kotlin/kotlin-compiler-embeddable/2.0.21/kotlin-compiler-embeddable-2.0.21.jar':
    '9fa8cdd1de0dccffe154c997d423ec6b5f53cd6d9177e3a77a9b0de03fb1bc81',
  'org/jetbrains/kotlin/kotlin-stdlib/2.0.21/kotlin-stdlib-2.0.21.jar':
    'f31cc53f105a7e48c093683bbd5437561d1233920513774b470805641bedbc09',
  'org/jetbrains/kotlin/kotlin-script-runtime/2.0.21/kotlin-script-runtime-2.0.21.jar':
    '9c111f8d08ade455566272d561921adc2b2cb6b7a4ccee38d9829c5e3a1ca6a3',
  'org/jetbrains/kotlin/kotlin-reflect/1.6.10/kotlin-reflect-1.6.10.jar':
    '3277ac102ae17aad10a55abec75ff5696c8d109790396434b496e75087854203',
  'org/jetbrains/kotlin/kotlin-daemon-embeddable/2.0.21/kotlin-daemon-embeddable-2.0.21.jar':
    'b1a0a73c5022f8dd05a638c6b76b2bd7361818a1f3860ff2644133b1dd2bdb03',
  'org/jetbrains/intellij/deps/trove4j/1.0.20200330/trove4j-1.0.20200330.jar':
    'c5fd725bffab51846bf3c77db1383c60aaaebfe1b7fe2f00d23fe1b7df0a439d',
  'org/jetbrains/kotlinx/kotlinx-coroutines-core-jvm/1.6.4/kotlinx-coroutines-core-jvm-1.6.4.jar':
    'c24c8bb27bb320c4a93871501a7e5e0c61607638907b197aef675513d4c820be',
  'org/jetbrains/annotations/13.0/annotations-13.0.jar':
    'ace2a10dc8e2d5fd34925ecac03e4988b2c0f851650c94b8cef49ba1bd111478',
};
const libraries = {
  'org/jetbrains/kotlin/kotlin-stdlib/2.0.21/kotlin-stdlib-2.0.21.jar':
    'f31cc53f105a7e48c093683bbd5437561d1233920513774b470805641bedbc09',
  'org/json/json/20240303/json-20240303.jar':
    '3cf6cd6892e32e2b4c1c39e0f52f5248a2f5b37646fdfbb79a66b46b618414ed',
  'com/microsoft/onnxruntime/onnxruntime/1.20.0/onnxruntime-1.20.0.jar':
    'c46608681692b3693914defb42fa3119ad7cb6146870581ece247e0ed5793fe8',
};

const cache = join(homedir(), '.cache', 'strongroom-tests', 'kotlin');

async function jar(path: string, sha256: string): Promise<string> {
  const place = join(cache, basename(path));
  if (!existsSync(place)) {
    const answer = await fetch(`https://repo1.maven.org/maven2/${path}`);
    if (!answer.ok) throw new Error(`Maven Central answered ${String(answer.status)} for ${path}`);
    await mkdir(cache, { recursive: true });
    await writeFile(`${place}.part`, Buffer.from(await answer.arrayBuffer()));
    await rename(`${place}.part`, place);
  }
  const found = createHash('sha256')
    .update(await readFile(place))
    .digest('hex');
  if (found !== sha256) throw new Error(`${place} is not the jar that was expected: ${found}`);
  return place;
}

const jars = (list: Readonly<Record<string, string>>): Promise<string[]> =>
  Promise.all(Object.entries(list).map(([path, sha256]) => jar(path, sha256)));

/** Why Kotlin cannot be compiled here; null when it can. It downloads 150 MB once, on request only. */
export async function whyNoKotlin(): Promise<string | null> {
  const java = await runProgram('java', ['-version'], '.').catch(() => null);
  if (java === null) return 'there is no java';
  const isThere = [...Object.keys(compiler), ...Object.keys(libraries)].every((path) =>
    existsSync(join(cache, basename(path))),
  );
  if (isThere || process.env['STRONGROOM_KOTLIN'] === '1') return null;
  return `its compiler is not in ${cache}; STRONGROOM_KOTLIN=1 downloads it from Maven Central`;
}

/** Compiles sources into a jar and gives the class path to run it by. Fails with what the compiler says. */
export async function compileKotlin(sources: readonly string[], output: string): Promise<string> {
  const [tools, used] = [await jars(compiler), await jars(libraries)];
  const path = used.join(delimiter);
  const flags = ['-no-reflect', '-no-stdlib', '-nowarn', '-cp', path, '-d', output];
  const main = 'org.jetbrains.kotlin.cli.jvm.K2JVMCompiler';
  const { code, said } = await runProgram(
    'java',
    ['-cp', tools.join(delimiter), main, ...flags, ...sources],
    '.',
  );
  if (code !== 0) throw new Error(said);
  return [output, path].join(delimiter);
}
