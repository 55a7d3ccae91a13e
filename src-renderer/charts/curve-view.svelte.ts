/** How curves over the same epochs are looked at together. */
export class CurveView {
  /** The epoch under the pointer or the cursor. */
  epoch = $state<number | null>(null);
  /** The epochs that are shown; null for all of them. */
  zoom = $state.raw<readonly [number, number] | null>(null);
  isLog = $state(false);
  isSmooth = $state(false);
  /** While a stretch is marked with the pointer: where it began and where it is. */
  marked = $state.raw<readonly [number, number] | null>(null);

  /** Shows a stretch of epochs; a very short one is taken for a click. */
  show(from: number, to: number): void {
    const [first, last] = from < to ? [from, to] : [to, from];
    if (last - first < 2) return;
    this.zoom = [Math.round(first), Math.round(last)];
  }

  /** Half as many epochs, or twice as many, around the cursor. @param last epoch that there is. */
  scale(factor: number, last: number): void {
    const [from, to] = this.zoom ?? [1, last];
    const middle = this.epoch ?? (from + to) / 2;
    const width = (to - from) * factor;
    if (width < 4) return;
    if (width >= last - 1) this.zoom = null;
    else {
      const start = Math.max(1, Math.min(last - width, middle - width / 2));
      this.zoom = [Math.round(start), Math.round(start + width)];
    }
  }

  /** The cursor goes some epochs on. */
  step(by: number, last: number): void {
    const [from, to] = this.zoom ?? [1, last];
    this.epoch = Math.min(to, Math.max(from, (this.epoch ?? (by > 0 ? from - 1 : to + 1)) + by));
  }
}
