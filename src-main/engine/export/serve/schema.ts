import type { ContractColumn, InputContract } from '../../../contract/schemas/input-contract';

/** A part of a JSON Schema. */
export type Schema = Record<string, unknown>;

/** Where JSON Schema 2020-12 is described. */
export const dialect = 'https://json-schema.org/draft/2020-12/schema';
/** More words than these make a list that nobody reads; the contract itself has them all. */
const mostExamples = 20;

const isoDay = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

function descriptionOf({ type, takes, range, categories, missing, image }: ContractColumn): string {
  const parts: string[] = image === undefined ? [] : [describeImage(image)];
  if (range !== null) {
    const [from, to] = [range.minimum, range.maximum].map((value) =>
      takes === 'moment' ? isoDay(value) : String(value),
    );
    parts.push(`Training rows: ${from ?? ''} to ${to ?? ''}.`);
  }
  if (categories !== null) {
    const first = categories.slice(0, mostExamples).join(', ');
    const more =
      categories.length > mostExamples ? ` and ${String(categories.length - mostExamples)} more` : '';
    if (type !== 'boolean')
      parts.push(`Known from training: ${first}${more}. Other words are taken for unknown.`);
  }
  if (takes === 'moment') parts.push('ISO 8601; UTC where no zone is given.');
  parts.push(missing === false ? 'null for missing, which training rows never were.' : 'null for missing.');
  return parts.join(' ');
}

const fitWords = {
  stretch: 'pulled to that size',
  fit: 'made to fit within it, black beside it',
  crop: 'its middle cut out',
} as const;

/** How a picture is brought to the size that a model takes. */
export function describeImage({
  height,
  width,
  channels,
  fit,
}: NonNullable<ContractColumn['image']>): string {
  return (
    `A picture of ${String(width)} x ${String(height)} points, ${channels === 1 ? 'grey' : 'red, green and blue'}, 0 to 255, ` +
    `row after row from the top; turned as its camera says (EXIF), laid on white where it is transparent, ${fitWords[fit]} ` +
    'by bilinear filtering with support as wide as the reduction (Pillow: resize with Image.BILINEAR).'
  );
}

function imageSchema({ height, width, channels }: NonNullable<ContractColumn['image']>): Schema {
  const list = (items: Schema, length: number): Schema => ({
    type: 'array',
    items,
    minItems: length,
    maxItems: length,
  });
  const number = { type: 'number', minimum: 0, maximum: 255 };
  return { ...list(list(list(number, channels), width), height), type: ['array', 'null'] };
}

function typeOf(column: ContractColumn): Schema {
  if (column.image !== undefined) return imageSchema(column.image);
  if (column.type === 'boolean') return { type: ['boolean', 'null'] };
  if (column.takes === 'number') return { type: ['number', 'null'] };
  if (column.takes === 'moment') {
    const pattern = '^\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})?)?$';
    return { type: ['string', 'null'], pattern };
  }
  return { type: column.type === 'category' ? ['string', 'number', 'null'] : ['string', 'null'] };
}

/** A value that training would have known, made from the contract alone. */
export function exampleOf(column: ContractColumn): string | number | boolean | null {
  const { type, takes, range, categories } = column;
  // A picture would be a page of numbers.
  if (takes === 'image') return null;
  if (type === 'boolean') return true;
  if (takes === 'text') return categories?.[0] ?? (type === 'text' ? 'some words' : null);
  if (range === null) return takes === 'number' ? 0 : '2024-12-31';
  const middle = (range.minimum + range.maximum) / 2;
  if (takes === 'moment') {
    const text = new Date(Math.round(middle) * 1000).toISOString();
    return type === 'date' ? text.slice(0, 10) : text;
  }
  return type === 'integer' ? Math.round(middle) : Number(middle.toPrecision(4));
}

/** One row of a contract, as a JSON Schema without its dialect. */
export function rowSchema({ columns }: InputContract): Schema {
  return {
    type: 'object',
    required: columns.map(({ name }) => name),
    properties: Object.fromEntries(
      columns.map((column) => [
        column.name,
        { ...typeOf(column), description: descriptionOf(column), examples: [exampleOf(column)] },
      ]),
    ),
    additionalProperties: true,
  };
}

/** The input contract as a JSON Schema (draft 2020-12): one row, or a list of them. */
export function contractSchema(contract: InputContract): Schema {
  return {
    $schema: dialect,
    title: `Rows to predict ${contract.target} from`,
    oneOf: [{ $ref: '#/$defs/row' }, { type: 'array', minItems: 1, items: { $ref: '#/$defs/row' } }],
    $defs: { row: rowSchema(contract) },
  };
}

/** One answer of a contract's model, as a JSON Schema without its dialect. */
export function predictionSchema({ target, classes }: InputContract): Schema {
  if (classes === null) {
    return {
      type: 'object',
      required: ['predicted'],
      properties: { predicted: { type: ['number', 'null'], description: `The predicted ${target}.` } },
    };
  }
  return {
    type: 'object',
    required: ['predicted', 'probabilities'],
    properties: {
      predicted: { type: 'string', enum: classes, description: `The most probable ${target}.` },
      probabilities: {
        type: 'object',
        required: classes,
        properties: Object.fromEntries(
          classes.map((name) => [name, { type: 'number', minimum: 0, maximum: 1 }]),
        ),
      },
    },
  };
}
