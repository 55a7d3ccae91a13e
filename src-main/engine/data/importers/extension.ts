/** The ending of a name, in small letters, with the dot; empty without one. */
export const extensionOf = (name: string): string => /\.[^./\\]*$/.exec(name)?.[0].toLowerCase() ?? '';
