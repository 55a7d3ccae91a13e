/** Kinds of what goes into a network. */
export const inputPartKinds = ['table', 'tokens', 'sequence', 'image'] as const;
export type InputPartKind = (typeof inputPartKinds)[number];
