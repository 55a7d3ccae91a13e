import type { ModelFormat } from '../../../contract/schemas/exports';
import type { KitPart } from './readme';

/** A folder of the kit, copied from a template of resources/kit. */
export interface TemplatePart extends KitPart {
  template: string;
  formats: readonly ModelFormat[];
  isServer?: boolean;
}

/** Every way of use that a kit helps with. */
const parts: readonly TemplatePart[] = [
  {
    template: 'server',
    folder: 'server',
    formats: ['onnx'],
    isServer: true,
    title: 'Server',
    how: '`npm install && npm start` answers on http://127.0.0.1:8080/, where a page describes it. To move it, copy the model and contract.json beside server.mjs and start `node server.mjs --model model.onnx`.',
  },
  {
    template: 'node',
    folder: 'examples/node',
    formats: ['onnx'],
    title: 'Node',
    how: '`npm install && npm start` predicts the examples and compares with their answers.',
  },
  {
    template: 'python',
    folder: 'examples/python',
    formats: ['onnx'],
    title: 'Python',
    how: '`pip install -r requirements.txt && python predict.py` does the same.',
  },
  {
    template: 'browser',
    folder: 'examples/browser',
    formats: ['onnx'],
    title: 'Browser',
    how: '`npm install`, serve this whole folder, and open examples/browser/: rows never leave the page.',
  },
  {
    template: 'android',
    folder: 'examples/android',
    formats: ['onnx'],
    title: 'Android (Kotlin)',
    how: 'a class to put into an app; its README tells how.',
  },
  {
    template: 'csharp',
    folder: 'examples/csharp',
    formats: ['onnx'],
    title: 'C#',
    how: '`dotnet run` predicts the examples and compares with their answers.',
  },
];

export const partsFor = (format: ModelFormat): TemplatePart[] =>
  parts.filter(({ formats }) => formats.includes(format));
