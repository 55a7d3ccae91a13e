import { StrongroomError } from '../errors';

/**
 * Functions of DuckDB that make one value of the values of one row. Others are not let through: none that reads files
 * or settings, adds up rows, or gives something else each time.
 */
const functions = new Set(
  `abs acos asin atan atan2 bar ceil ceiling coalesce concat concat_ws contains cos cot date_diff date_part date_trunc
  datediff datepart datetrunc day dayname dayofmonth dayofweek dayofyear degrees ends_with epoch even exp factorial floor
  gamma greatest hour if ifnull instr isfinite isnan isodow lcase least left length levenshtein lgamma ln log log10 log2
  lower lpad ltrim make_date make_timestamp minute mod month monthname nullif pi position pow power quarter radians
  regexp_extract regexp_full_match regexp_matches regexp_replace replace reverse right round rpad rtrim second sign sin
  split_part sqrt starts_with strftime strip_accents strptime substr substring tan to_days to_hours to_minutes to_months
  to_seconds to_weeks to_years translate trim trunc try_strptime ucase upper week weekday year yearweek`.split(
    /\s+/,
  ),
);

/** Words of SQL that are no columns; a column of such a name is written in double quotes. */
const keywords = new Set(
  `and or not is null true false case when then else end in between like ilike similar to escape distinct from cast
  try_cast as integer bigint double decimal varchar text boolean date timestamp interval extract year month day hour
  minute second years months days hours minutes seconds`.split(/\s+/),
);

export interface Token {
  kind: 'column' | 'function' | 'keyword' | 'text' | 'number' | 'mark';
  /** Of a column its name, without quotes; of others as it is written. */
  text: string;
  /** From 1. */
  position: number;
}

const forms: readonly (readonly [Token['kind'] | 'blank' | 'word', RegExp])[] = [
  ['blank', /\s+/y],
  ['text', /'(?:[^']|'')*'/y],
  ['column', /"(?:[^"]|"")+"/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}_])/uy],
  ['word', /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy],
  ['mark', /\|\||<=|>=|<>|!=|::|[-+*/%()<>=,^]/y],
];

function invalid(expression: string, position: number, why: string): StrongroomError {
  return new StrongroomError(
    'STEP_INVALID',
    `The expression cannot be used: ${why} at character ${String(position)}.`,
    {
      expected: 'one expression over the columns of a row, such as "price" / "area"',
      received: expression === '' ? 'nothing' : expression,
      next: 'Correct the expression. Columns stand in double quotes, texts in single ones.',
    },
  );
}

/** The parts of an expression. Throws STEP_INVALID, with the place, for whatever may not stand in one. */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  let place = 0;
  while (place < expression.length) {
    let found: [Token['kind'] | 'blank' | 'word', string] | undefined;
    for (const [kind, form] of forms) {
      form.lastIndex = place;
      const match = form.exec(expression);
      if (match !== null) {
        found = [kind, match[0]];
        break;
      }
    }
    const position = place + 1;
    if (found === undefined || /^(--|\/\*)/.test(expression.slice(place))) {
      throw invalid(expression, position, `"${[...expression.slice(place)][0] ?? ''}" is not understood`);
    }
    const [kind, text] = found;
    place += text.length;
    if (kind === 'blank') continue;
    if (kind === 'column') tokens.push({ kind, text: text.slice(1, -1).replaceAll('""', '"'), position });
    else if (kind !== 'word') tokens.push({ kind, text, position });
    else {
      const word = text.toLowerCase();
      const isCall = /^\s*\(/.test(expression.slice(place));
      if (keywords.has(word) && !(isCall && functions.has(word)))
        tokens.push({ kind: 'keyword', text: word, position });
      else if (!isCall) tokens.push({ kind: 'column', text, position });
      else if (functions.has(word)) tokens.push({ kind: 'function', text: word, position });
      else throw invalid(expression, position, `the function ${text} is not known or not allowed`);
    }
  }
  let depth = 0;
  for (const [index, { text, kind, position }] of tokens.entries()) {
    if (kind === 'mark' && text === '(') depth++;
    if (kind === 'mark' && text === ')') depth--;
    if (depth < 0) throw invalid(expression, position, 'a bracket closes that was not opened');
    // A query can begin with FROM alone.
    if (kind === 'keyword' && text === 'from' && tokens[index - 1]?.text === '(')
      throw invalid(expression, position, 'a query is not allowed');
    if (kind === 'mark' && text === ',' && depth === 0)
      throw invalid(expression, position, 'a second expression begins');
    // As a name of its own, which the result does not need.
    if (kind === 'keyword' && text === 'as' && depth === 0)
      throw invalid(expression, position, 'AS is not needed');
    if (kind === 'keyword' && text === 'from' && depth === 0 && tokens[index - 1]?.text !== 'distinct')
      throw invalid(expression, position, 'a query is not allowed');
  }
  const [last] = tokens.slice(-1);
  if (last === undefined) throw invalid(expression, 1, 'it is empty');
  if (depth > 0) throw invalid(expression, expression.length, 'a bracket is not closed');
  return tokens;
}

/** The columns that an expression names; none for one that cannot be read, which is told when it is done. */
export function columnsIn(expression: string): string[] {
  try {
    const columns = tokensOf(expression).filter(({ kind }) => kind === 'column');
    return [...new Set(columns.map(({ text }) => text))];
  } catch (error) {
    if (error instanceof StrongroomError) return [];
    throw error;
  }
}
