/** A name as SQL takes it, whatever is in it. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text as SQL takes it, whatever is in it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A list of texts as SQL takes it. */
export const literals = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`;
