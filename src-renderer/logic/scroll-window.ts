/**
 * Which items of a long list are drawn. Browsers limit the height of an element (Chromium to 2^25 px), so a
 * list beyond `tallest` is scrolled in proportion: each pixel of the bar then stands for more than one.
 */
export interface ScrollWindow {
  /** First item to draw and the one after the last. */
  start: number;
  end: number;
  /** Height to give the scrolled element. */
  height: number;
  /** Where the first drawn item stands, in pixels from the top of the scrolled element. */
  top: number;
}

export const tallest = 12_000_000;

export interface ScrollState {
  scrollTop: number;
  viewport: number;
  itemHeight: number;
  total: number;
  /** Items drawn beyond both edges, so that fast scrolling shows no gap. */
  overscan?: number;
}

export function scrollWindow({
  scrollTop,
  viewport,
  itemHeight,
  total,
  overscan = 6,
}: ScrollState): ScrollWindow {
  const full = total * itemHeight;
  const height = Math.min(full, Math.max(tallest, viewport));
  const from = firstVisible({ scrollTop, viewport, itemHeight, total });
  const start = Math.max(0, Math.floor(from) - overscan);
  const end = Math.min(total, Math.ceil(from + viewport / itemHeight) + overscan);
  return { start, end, height, top: scrollTop + (start - from) * itemHeight };
}

/** The item at the top edge, as a fraction of items. */
export function firstVisible({ scrollTop, viewport, itemHeight, total }: ScrollState): number {
  const full = total * itemHeight;
  if (full <= viewport) return 0;
  const height = Math.min(full, Math.max(tallest, viewport));
  const bounded = Math.min(Math.max(scrollTop, 0), height - viewport);
  return (bounded / (height - viewport)) * ((full - viewport) / itemHeight);
}

/** The scroll position that brings an item fully into view, or the present one when it is there already. */
export function scrollToShow(state: ScrollState, item: number): number {
  const { scrollTop, viewport, itemHeight, total } = state;
  const full = total * itemHeight;
  if (full <= viewport) return 0;
  const height = Math.min(full, Math.max(tallest, viewport));
  const first = firstVisible(state);
  const last = first + viewport / itemHeight - 1;
  if (item >= first && item <= last) return scrollTop;
  const wanted = item < first ? item : item + 1 - viewport / itemHeight;
  return (wanted / ((full - viewport) / itemHeight)) * (height - viewport);
}

/** Which of the columns with these left edges (one more edge than columns) are drawn. */
export function columnWindow(
  edges: readonly number[],
  scrollLeft: number,
  viewport: number,
  overscan = 2,
): { start: number; end: number } {
  const columns = edges.length - 1;
  if (columns <= 0) return { start: 0, end: 0 };
  const first = lastAtMost(edges, scrollLeft);
  const last = lastAtMost(edges, scrollLeft + viewport);
  return { start: Math.max(0, first - overscan), end: Math.min(columns, last + 1 + overscan) };
}

/** The last index whose value is at most `limit`, by halving; 0 when there is none. */
function lastAtMost(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((values[middle] ?? Infinity) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
