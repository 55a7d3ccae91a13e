import { z } from 'zod';

/** Tried in turn: what is asked for has ranges and patterns of its own. */
const texts = [
  'example-1',
  '.',
  'example.csv',
  '2026-01-31T12:00:00.000Z',
  '#0072b2',
  'example',
  '0'.repeat(32),
];
const numbers = [1, 0.25, 50, 500, 0, -1, 8, 0.9, 0.001];

function firstThatSuits(schema: z.core.$ZodType, candidates: unknown[]): unknown {
  const suiting = candidates.find((candidate) => z.safeParse(schema, candidate).success);
  if (suiting === undefined) throw new Error('No example suits a schema; add one to the candidates.');
  return suiting;
}

/** Example values by kind of schema, so that tests of the whole contract need no list of results by hand. */
function generate(schema: z.core.$ZodType): unknown {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return firstThatSuits(schema, texts);
    case 'number':
      return firstThatSuits(schema, numbers);
    case 'boolean':
      return true;
    case 'unknown':
    case 'any':
      return { any: ['thing', 1, null] };
    case 'null':
      return null;
    case 'literal':
      return def.values[0];
    case 'enum':
      return Object.values(def.entries)[0];
    case 'array':
      return [generate(def.element), generate(def.element)];
    case 'tuple':
      return def.items.map((item) => generate(item));
    case 'record':
      return { example: generate(def.valueType) };
    case 'object':
      return Object.fromEntries(Object.entries(def.shape).map(([key, part]) => [key, generate(part)]));
    case 'union':
      return generate(def.options[0] ?? z.null());
    case 'nullable':
    case 'optional':
    case 'default':
    case 'prefault':
    case 'readonly':
      return generate(def.innerType);
    case 'pipe':
      return generate(def.in);
    case 'custom':
      return Uint8Array.from({ length: 300 }, (_, index) => index % 256);
    default:
      throw new Error(`No example is known for a schema of kind ${def.type}.`);
  }
}

/** A value that follows the schema; throws when the one made does not. */
export function exampleOf<Value>(schema: z.ZodType<Value>): Value {
  return schema.parse(generate(schema));
}
