import { describeStep, enabledSteps, stepDefinitions } from '../../../contract/cleaning';
import type { ModelFormat } from '../../../contract/schemas/exports';
import type { InputContract } from '../../../contract/schemas/input-contract';
import type { Recipe } from '../../../contract/schemas/recipe';

/** What the kit holds for one way of use. */
export interface KitPart {
  folder: string;
  title: string;
  /** What to type, or to read. */
  how: string;
}

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

/** What the file does, and what has to be done before and after it. */
function reach(format: ModelFormat): string {
  switch (format) {
    case 'onnx':
      return `Everything
from raw values to the answer is in the file: nothing has to be scaled, encoded or filled in before.`;
    case 'tflite':
      return `Numbers go in as they are (NaN where missing), text as
ids of the vocabularies that are packed in the file, moments as days and seconds of the day; strongroom.json in the file says which. The
examples do that. Free text that is cut into words or pieces is cut by the Python example alone; elsewhere give the numbers.`;
    case 'keras':
    case 'h5':
      return `The file holds the network alone: it takes encoded
columns and gives outputs that are not answers yet. The Python example does both, by encoding.py and features.json beside it.`;
    case 'tfjs':
      return `The file holds the network alone, unpacked in ${code('model/')}: it
takes encoded columns, which ${code('examples.json')} has of its rows; its outputs become answers by answers.mjs. To encode rows of your own,
take the Python package (encoding.py in it), or a format that takes raw columns: ONNX or TensorFlow Lite.`;
    case 'python':
      return `It is unpacked in ${code('model/')}, whose README tells
how to predict tables from raw columns and how to train anew.`;
  }
}

/** Cleaning that has to be done to rows before they come to the file. */
function cleaningFirst({ cleaning }: Recipe): string {
  const steps = enabledSteps(cleaning).filter(({ kind }) => stepDefinitions[kind].effect !== 'rows');
  if (steps.length === 0) return '';
  return `
The model learned from cleaned columns, and takes them: the contract, the examples and the server know the columns as they are after
these steps, none of which is in the file. Do them first, in this order: ${code('strongroom prepare DATA --recipe FILE --out CLEANED')}
does, with the recipe of the model; steps that learn from rows, such as filling with a mean, learn anew from the rows they get. ${code('strongroom predict')}
with the folder of the model does all of it, by what they learned in training.

${steps.map((step, place) => `${String(place + 1)}. ${code(describeStep(step))}`).join('\n')}
`;
}

/** The first thing to read of a kit. */
export function readme(
  contract: InputContract,
  file: { name: string; format: ModelFormat; version: string },
  parts: readonly KitPart[],
  recipe: Recipe,
): string {
  const gives =
    contract.classes === null
      ? 'a number'
      : `one of ${contract.classes.map(code).join(', ')}, with the probability of each`;
  const list = parts.map(({ folder, title, how }) => `- **${title}** (${code(folder)}): ${how}`).join('\n');
  return `# Predict ${contract.target}

${code(file.name)} (${file.version}) takes ${String(contract.columns.length)} columns by name and answers ${gives}. ${reach(file.format)}

## What is here

- ${code(file.name)}: the model.
- ${code('contract.json')}: what every column takes, the range and the words that training knew, and the names of the outputs.
- ${code('contract.schema.json')}: the same as a JSON Schema (draft 2020-12), to check rows before they are sent.
- ${code('examples.json')}: made-up rows with the answers that the workbench gave. No row of the training data is in this folder.
- ${code(`${file.name}.certificate.html`)}, ${code(`${file.name}.certificate.json`)}: how the file was compared with the workbench, hashes,
  and rows to check it by.
- ${code('model-card.md')}, ${code('model-card.html')}: data, scores, limits. Fill in the purpose before you pass the model on.
${list}
${file.format === 'onnx' ? '' : '\nA server comes with kits of ONNX files alone.\n'}
## Rows

Numbers are numbers, ${code('null')} is missing, truth values are ${code('true')} and ${code('false')}, dates are ISO 8601 (UTC where no zone is
given). A word that training never saw is taken for unknown; a number outside the range is answered, but is a guess.
${cleaningFirst(recipe)}`;
}
