import type { InputContract } from '../../../contract/schemas/input-contract';
import { exampleOf, predictionSchema, rowSchema, type Schema } from './schema';

const json = (schema: Schema, example?: unknown): Schema => ({
  'application/json': example === undefined ? { schema } : { schema, example },
});
const answer = (description: string, content?: Schema): Schema =>
  content === undefined ? { description } : { description, content };
const plainText = { 'text/plain': { schema: { type: 'string' } } };
const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** A row that the model's page and its description show. */
export const exampleRow = ({ columns }: InputContract): Record<string, unknown> =>
  Object.fromEntries(columns.map((column) => [column.name, exampleOf(column)]));

function schemasOf(contract: InputContract): Schema {
  const text = { type: 'string' };
  const nullable = (type: string): Schema => ({ type: [type, 'null'] });
  return {
    Row: rowSchema(contract),
    Prediction: predictionSchema(contract),
    Predictions: {
      type: 'object',
      required: ['predictions', 'warnings'],
      properties: {
        predictions: { type: 'array', items: reference('Prediction') },
        warnings: {
          type: 'array',
          description: 'Values that training did not have the like of.',
          items: {
            type: 'object',
            properties: {
              column: text,
              message: text,
              rows: { type: 'integer' },
              firstRow: { type: 'integer', description: 'From 1.' },
            },
          },
        },
      },
    },
    Error: {
      type: 'object',
      required: ['error', 'problems'],
      properties: {
        error: { type: 'object', properties: { code: text, message: text, next: text } },
        problems: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              row: nullable('integer'),
              column: nullable('string'),
              expected: text,
              received: text,
            },
          },
        },
      },
    },
  };
}

/** What the server answers, as OpenAPI 3.1 has it. */
export function openApi(contract: InputContract, limits: { largestBody: number; mostRows: number }): Schema {
  const example = exampleRow(contract);
  const row = reference('Row');
  const failed = (description: string): Schema => answer(description, json(reference('Error')));
  return {
    openapi: '3.1.0',
    info: {
      title: `Predict ${contract.target}`,
      version: '1',
      description: `Answers ${contract.classes === null ? 'a number' : `one of ${contract.classes.join(', ')}`} for each row. At most ${String(limits.mostRows)} rows and ${String(limits.largestBody)} bytes a request.`,
    },
    paths: {
      '/predict': {
        post: {
          summary: `Predict ${contract.target} for one row or many`,
          requestBody: {
            required: true,
            content: {
              ...json(
                {
                  oneOf: [
                    row,
                    { type: 'array', items: row },
                    {
                      type: 'object',
                      required: ['rows'],
                      properties: { rows: { type: 'array', items: row } },
                    },
                  ],
                },
                [example],
              ),
              'text/csv': { schema: { type: 'string' } },
            },
          },
          responses: {
            200: answer('One prediction a row, in their order.', json(reference('Predictions'))),
            400: failed('The body is not what its type says.'),
            413: failed('Too many bytes or rows.'),
            415: failed('Neither JSON nor CSV.'),
            422: failed('Rows that are not as the contract says; every cell is named.'),
          },
        },
      },
      '/health': { get: { summary: 'Whether the server answers', responses: { 200: answer('It does.') } } },
      '/metrics': {
        get: {
          summary: 'Counts for Prometheus',
          responses: { 200: answer('Text format 0.0.4.', plainText) },
        },
      },
    },
    components: { schemas: schemasOf(contract) },
  };
}
