import { z } from 'zod';
import { defineStep } from '../define';
import { columnsIn } from '../expression';

const forms = ['expression', 'difference', 'ratio', 'log', 'days'] as const;

export const deriveColumn = defineStep({
  kind: 'derive-column',
  title: 'Derive a column',
  group: 'columns',
  purpose: 'Computes a new column from others of the same row.',
  effect: 'columns',
  parameters: z.object({
    into: z.string().trim().min(1).max(200),
    form: z.enum(forms).default('expression'),
    expression: z.string().max(5000).default(''),
    first: z.string().nullable().default(null),
    second: z.string().nullable().default(null),
  }),
  fields: [
    { control: 'text', name: 'into', label: 'New column' },
    {
      control: 'choice',
      name: 'form',
      label: 'Is',
      options: [
        { value: 'expression', label: 'An expression' },
        { value: 'ratio', label: 'One column divided by another' },
        { value: 'difference', label: 'One column minus another' },
        { value: 'days', label: 'Days from one date to another' },
        { value: 'log', label: 'The logarithm of a column', note: 'of 1 + the number' },
      ],
    },
    {
      control: 'text',
      name: 'expression',
      label: 'Expression',
      lines: 3,
      placeholder: '"price" / "area"',
      help: 'In SQL: columns in double quotes, texts in single ones. Where it cannot be computed, the cell is missing.',
      when: { name: 'form', is: ['expression'] },
    },
    {
      control: 'column',
      name: 'first',
      label: 'Column',
      optional: 'Choose a column',
      when: { name: 'form', is: ['ratio', 'difference', 'days', 'log'] },
    },
    {
      control: 'column',
      name: 'second',
      label: 'And',
      optional: 'Choose a column',
      when: { name: 'form', is: ['ratio', 'difference', 'days'] },
    },
  ],
  begin: ([first, second]) => ({
    into: 'derived',
    first: first?.name ?? null,
    second: second?.name ?? null,
    expression: first === undefined ? '' : `"${first.name.replaceAll('"', '""')}"`,
  }),
  describe: (parameters) => {
    const { into, form, expression, first, second } = parameters;
    const [a, b] = [first ?? 'no column', second ?? 'no column'];
    const what = {
      expression,
      difference: `${a} minus ${b}`,
      ratio: `${a} divided by ${b}`,
      log: `the logarithm of 1 + ${a}`,
      days: `the days from ${a} to ${b}`,
    };
    return `Derive ${into} as ${what[form]}`;
  },
  columns: (parameters) => derivedFrom(parameters),
  makes: (parameters) => [{ name: parameters.into, from: derivedFrom(parameters) }],
});

function derivedFrom({
  form,
  expression,
  first,
  second,
}: {
  form: (typeof forms)[number];
  expression: string;
  first: string | null;
  second: string | null;
}): string[] {
  if (form === 'expression') return columnsIn(expression);
  const chosen = form === 'log' ? [first] : [first, second];
  return chosen.filter((name) => name !== null);
}
