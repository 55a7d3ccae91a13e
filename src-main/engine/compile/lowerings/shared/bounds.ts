/** Bounds of Slice that ONNX takes back to the size of the axis, whatever it is. */
export const pastLast = Number.MAX_SAFE_INTEGER;
/** For steps backwards: -1 would be the last place, so the end is as far as it can be. */
export const beforeFirst = Number.MIN_SAFE_INTEGER;
