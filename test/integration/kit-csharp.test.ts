import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { resources, temporaryFolder } from './support/house';
import { runProgram } from './support/kit';

const compiler = 'mcs';
const isThere = spawnSync(compiler, ['--version']).status === 0;
if (!isThere) console.log(`The C# example is not compiled: there is no ${compiler} (Debian: mono-mcs).`);

const library = resolve(import.meta.dirname, '../fixtures/kit/OnnxRuntime.cs');
const example = join(resources, 'kit', 'csharp', 'Program.cs');

test.skipIf(!isThere)('the C# example compiles against the calls of ONNX Runtime that it uses', async () => {
  const folder = await temporaryFolder();
  const compiled = (source: string): ReturnType<typeof runProgram> =>
    runProgram(compiler, ['-target:exe', `-out:${join(folder, 'example.exe')}`, source, library], folder);
  expect(await compiled(example)).toEqual({ code: 0, said: '' });

  // A call that is not there is found out.
  const wrong = join(folder, 'Wrong.cs');
  await writeFile(
    wrong,
    'class Wrong { static void Main() { Microsoft.ML.OnnxRuntime.NamedOnnxValue.None(); } }',
  );
  const { code, said } = await compiled(wrong);
  expect([code, said]).toEqual([1, expect.stringContaining('CS0117')]);
});
