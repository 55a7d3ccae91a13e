/** What bins between edges are called: "below 18", "18 to 65", "65 or more". */
export function binLabels(edges: readonly number[]): string[] {
  const texts = edges.map(String);
  const [first] = texts;
  if (first === undefined) return ['any'];
  const between = texts.slice(1).map((edge, index) => `${texts[index] ?? ''} to ${edge}`);
  return [`below ${first}`, ...between, `${texts.at(-1) ?? ''} or more`];
}
