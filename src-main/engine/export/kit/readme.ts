import type { InputContract } from '../../../contract/schemas/input-contract';

/** What the kit holds for one way of use. */
export interface KitPart {
  folder: string;
  title: string;
  /** What to type, or to read. */
  how: string;
}

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

/** The first thing to read of a kit. */
export function readme(
  contract: InputContract,
  file: { name: string; version: string },
  parts: readonly KitPart[],
): string {
  const gives =
    contract.classes === null
      ? 'a number'
      : `one of ${contract.classes.map(code).join(', ')}, with the probability of each`;
  const list = parts.map(({ folder, title, how }) => `- **${title}** (${code(folder)}): ${how}`).join('\n');
  return `# Predict ${contract.target}

${code(file.name)} (${file.version}) takes ${String(contract.columns.length)} columns by name and answers ${gives}. Everything
from raw values to the answer is in the file: nothing has to be scaled, encoded or filled in before.

## What is here

- ${code(file.name)}: the model.
- ${code('contract.json')}: what every column takes, the range and the words that training knew, and the names of the outputs.
- ${code('contract.schema.json')}: the same as a JSON Schema (draft 2020-12), to check rows before they are sent.
- ${code('examples.json')}: made-up rows with the answers that the workbench gave. No row of the training data is in this folder.
- ${code(`${file.name}.certificate.html`)}, ${code(`${file.name}.certificate.json`)}: how the file was compared with the workbench, hashes,
  and rows to check it by.
- ${code('model-card.md')}, ${code('model-card.html')}: data, scores, limits. Fill in the purpose before you pass the model on.
${list}

## Rows

Numbers are numbers, ${code('null')} is missing, truth values are ${code('true')} and ${code('false')}, dates are ISO 8601 (UTC where no zone is
given). A word that training never saw is taken for unknown; a number outside the range is answered, but is a guess.
`;
}
