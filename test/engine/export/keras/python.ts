import { execFileSync } from 'node:child_process';

/** The Python that has Keras, named by STRONGROOM_PYTHON; null, with the reason printed, where there is none. */
export function pythonWithKeras(): string | null {
  const python = process.env['STRONGROOM_PYTHON'];
  if (python === undefined || python === '') {
    process.stderr.write(
      'Checks with Keras itself are skipped: STRONGROOM_PYTHON names no Python that has it.\n',
    );
    return null;
  }
  try {
    execFileSync(python, ['-c', 'import keras'], { stdio: 'pipe' });
    return python;
  } catch {
    process.stderr.write(`Checks with Keras itself are skipped: ${python} can not import keras.\n`);
    return null;
  }
}
