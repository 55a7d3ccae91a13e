/** Gathers items and hands them on together, at most once an interval: a fast training sends hundreds a second. */
export class Batcher<T> {
  private items: T[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly deliver: (items: T[]) => void,
    private readonly intervalMilliseconds = 100,
  ) {}

  add(items: readonly T[]): void {
    this.items.push(...items);
    this.timer ??= setTimeout(() => this.flush(), this.intervalMilliseconds);
  }

  /** Delivers what is there now. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.items.length === 0) return;
    const items = this.items;
    this.items = [];
    this.deliver(items);
  }
}
