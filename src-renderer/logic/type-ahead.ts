/** How long after one key the next one goes on with the same word. */
const pauseMilliseconds = 800;

/** Finds what begins with what is being typed, key by key. */
export class TypeAhead {
  private typed = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @returns the index of the first name that begins with what was typed so far, or -1. */
  find(key: string, names: readonly string[]): number {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.typed = ''), pauseMilliseconds);
    this.typed += key.toLowerCase();
    return names.findIndex((name) => name.toLowerCase().startsWith(this.typed));
  }
}
