/** Numbers by size, everything else by its text; for two classes the later one is the positive. Sorts in place. */
export function inOrder(values: string[]): string[] {
  const areNumbers = values.every((text) => text.trim() !== '' && Number.isFinite(Number(text)));
  return areNumbers
    ? values.sort((a, b) => Number(a) - Number(b))
    : values.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
