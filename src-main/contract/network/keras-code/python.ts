/** Values as Python writes them. */
export type PythonValue = string | number | boolean | null | readonly PythonValue[] | PythonName;

/** A name, or an expression, that stands as it is. */
export class PythonName {
  constructor(readonly text: string) {}
}

const keywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);
/** Names that the code itself uses. */
const taken = new Set(['keras', 'layers', 'ops', 'model', 'input', 'build_network']);

/** A value in Python. A list becomes a tuple, as shapes are. */
export function python(value: PythonValue): string {
  if (value instanceof PythonName) return value.text;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return String(value);
  const items = value.map(python);
  return items.length === 1 ? `(${items[0] ?? ''},)` : `(${items.join(', ')})`;
}

/** A call with arguments, in one line: `layers.Dense(64, activation="relu")`. */
export function call(
  name: string,
  plain: readonly PythonValue[],
  named: Readonly<Record<string, PythonValue | undefined>> = {},
): string {
  const all = [
    ...plain.map(python),
    ...Object.entries(named).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}=${python(value)}`],
    ),
  ];
  return `${name}(${all.join(', ')})`;
}

/** Names of variables for ids of layers: each once, none that Python or the code keeps for itself. */
export function variableNames(ids: readonly string[]): Map<string, string> {
  const used = new Set<string>();
  return new Map(
    ids.map((id) => {
      const plain = id
        .replace(/-/g, '_')
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .toLowerCase();
      const stem = keywords.has(plain) || taken.has(plain) ? `${plain}_` : plain;
      let name = stem;
      for (let number = 2; used.has(name); number++) name = `${stem}_${String(number)}`;
      used.add(name);
      return [id, name];
    }),
  );
}

/** A comment of a text, whatever it holds. */
export const comment = (text: string): string => `# ${text.replace(/\s+/g, ' ').trim()}`;
