/** A text of at most about `room` Latin characters, cut with an ellipsis; wide characters count for more. */
export function shortened(text: string, room: number): string {
  const characters = [...text];
  let used = 0;
  for (const [index, character] of characters.entries()) {
    used += (character.codePointAt(0) ?? 0) >= firstWide ? 1.7 : 1;
    if (used > room) return `${characters.slice(0, Math.max(1, index - 1)).join('')}\u2026`;
  }
  return text;
}

/** Where East Asian characters begin, which are about twice as wide as Latin ones. */
const firstWide = 0x2e80;
