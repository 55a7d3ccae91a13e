import { StrongroomError } from '../../../../contract/errors';
import type { ModelFormat } from '../../../../contract/schemas/exports';
import type { OpenedExport, OpenExport } from './runtime';

export type { Answerer, Answers, OpenedExport } from './runtime';

/** What runs each format, loaded when it is needed. A format that is offered has one. */
const runtimes: Partial<Record<ModelFormat, () => Promise<{ open: OpenExport }>>> = {
  onnx: () => import('./onnx'),
  tflite: () => import('./litert'),
  keras: () => import('./layers'),
  h5: () => import('./layers'),
  tfjs: () => import('./layers'),
  // Its network; the programs around it need a Python, which is not part of this program.
  python: () => import('./layers'),
};

/** Opens an exported file in the run time of its format. Throws EXPORT_FORMAT_UNKNOWN, MODEL_DAMAGED. */
export async function openExport(format: ModelFormat, path: string): Promise<OpenedExport> {
  const load = runtimes[format];
  if (load === undefined) {
    throw new StrongroomError('EXPORT_FORMAT_UNKNOWN', `Nothing here runs files of the format ${format}.`, {
      expected: Object.keys(runtimes).join(', '),
      received: format,
    });
  }
  const { open } = await load();
  return open(path);
}
