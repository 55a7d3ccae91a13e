const header = 54;
const infoHeader = 40;
const white = 255;

/** Points from 0 to 255, [height, width, channels], as a data URL of a BMP picture that a window can show. */
export function bitmapUrl(points: Float32Array, height: number, width: number, channels: number): string {
  const line = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(header + line * height);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(header, 10);
  file.writeUInt32LE(infoHeader, 14);
  file.writeInt32LE(width, 18);
  // Below zero: rows from the top down.
  file.writeInt32LE(-height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * channels;
      const to = header + row * line + column * 3;
      for (let colour = 0; colour < 3; colour++) {
        const value = points[from + (channels === 1 ? 0 : colour)] ?? 0;
        // Blue, green, red.
        file[to + 2 - colour] = Math.min(white, Math.max(0, Math.round(value)));
      }
    }
  }
  return `data:image/bmp;base64,${file.toString('base64')}`;
}
