/** Cells that were copied elsewhere, as a file like any other; null when there is no table in them. */
export function pastedTable(text: string): File | null {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  // A word or a sentence that happens to be in the clipboard is no table.
  if (lines.length < 2) return null;
  return new File([text], 'Pasted table.txt', { type: 'text/plain' });
}
