/** A path as people write it: with either slash, from the folder on, without "." and "..". */
export function tidyPath(text: string): string {
  const parts: string[] = [];
  for (const part of text.trim().replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    // What leads out of the folder is not followed: it can only name files that were found within.
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/**
 * Finds files by what a table calls them: by their path, else by the end of it where a single file ends so (the name of
 * the file at least). @returns null where none is found, or several.
 */
export function matcher(paths: readonly string[]): (wanted: string) => string | null {
  const exact = new Map<string, string>();
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    exact.set(path, path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return (wanted) => {
    const tidy = tidyPath(wanted);
    const found = exact.get(tidy);
    if (found !== undefined) return found;
    const candidates = byName.get(tidy.slice(tidy.lastIndexOf('/') + 1)) ?? [];
    const ending = candidates.filter((path) => path.endsWith(`/${tidy}`));
    const [only, ...others] = ending.length > 0 ? ending : candidates;
    return only !== undefined && others.length === 0 ? only : null;
  };
}
