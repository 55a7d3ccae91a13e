import type { ModelFormat } from '../../../contract/schemas/exports';
import type { KitPart } from './readme';

/** A folder of the kit, copied from a template of resources/kit. */
export interface TemplatePart extends KitPart {
  template: string;
  formats: readonly ModelFormat[];
  isServer?: boolean;
  /** Files of the folder `shared` of the templates that it needs beside it. */
  shared?: readonly string[];
  /** The program that encodes raw columns in Python. */
  encoder?: boolean;
  /** What that program encodes by. */
  features?: boolean;
}

const compares = 'predicts the examples and compares with their answers.';
const node = {
  folder: 'examples/node',
  title: 'Node',
  how: `\`npm install && npm start\` ${compares}`,
};
const python = {
  folder: 'examples/python',
  title: 'Python',
  how: `\`pip install -r requirements.txt && python predict.py\` ${compares}`,
};
const browser = {
  folder: 'examples/browser',
  title: 'Browser',
  how: '`npm install`, serve this whole folder, and open examples/browser/: rows never leave the page.',
};
const android = {
  folder: 'examples/android',
  title: 'Android (Kotlin)',
  how: 'a class to put into an app; its README tells how.',
};

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
  { ...node, template: 'node', formats: ['onnx'] },
  { ...python, template: 'python', formats: ['onnx'] },
  { ...browser, template: 'browser', formats: ['onnx'] },
  { ...android, template: 'android', formats: ['onnx'] },
  {
    template: 'csharp',
    folder: 'examples/csharp',
    formats: ['onnx'],
    title: 'C#',
    how: `\`dotnet run\` ${compares}`,
  },
  { ...python, template: 'tflite-python', formats: ['tflite'], shared: ['kit.py'], encoder: true },
  { ...android, template: 'tflite-android', formats: ['tflite'] },
  { ...browser, template: 'tflite-browser', formats: ['tflite'], shared: ['kit.mjs'] },
  {
    ...python,
    template: 'keras-python',
    formats: ['keras', 'h5'],
    shared: ['kit.py'],
    encoder: true,
    features: true,
  },
  { ...node, template: 'tfjs-node', formats: ['tfjs'], shared: ['kit.mjs', 'answers.mjs'] },
  { ...browser, template: 'tfjs-browser', formats: ['tfjs'], shared: ['kit.mjs', 'answers.mjs'] },
  {
    ...python,
    template: 'package-python',
    formats: ['python'],
    shared: ['kit.py'],
    how: `\`pip install -r ../../model/requirements.txt && python predict.py\` ${compares}`,
  },
];

export const partsFor = (format: ModelFormat): TemplatePart[] =>
  parts.filter(({ formats }) => formats.includes(format));
