/** Where something that floats stands beside what it belongs to, inside the window. */
export interface FloatingPlace {
  left: number;
  top: number;
  maxHeight: number;
}

const margin = 8;
const gap = 4;

/** Below the anchor when it fits there or there is more room than above, else above it. */
export function placeBeside(
  anchor: { left: number; top: number; right: number; bottom: number },
  size: { width: number; height: number },
  viewport: { width: number; height: number },
): FloatingPlace {
  const below = viewport.height - anchor.bottom - gap - margin;
  const above = anchor.top - gap - margin;
  const goesBelow = size.height <= below || below >= above;
  const maxHeight = Math.max(80, goesBelow ? below : above);
  const height = Math.min(size.height, maxHeight);
  return {
    left: Math.max(margin, Math.min(anchor.left, viewport.width - size.width - margin)),
    top: goesBelow ? anchor.bottom + gap : Math.max(margin, anchor.top - gap - height),
    maxHeight,
  };
}
