import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { labelsOf } from '../../../src-main/engine/data/images/labels';
import { matcher, tidyPath } from '../../../src-main/engine/data/images/match';
import { imageFacts, readPackIndex, referenceOf } from '../../../src-main/engine/data/images/pack';
import { Pixels, pixelsName } from '../../../src-main/engine/data/pixels';
import { decode } from '../../../src-main/engine/images/decode';
import { gatherImages } from '../../../src-main/engine/images/gather';
import { squareOf } from '../../../src-main/engine/images/resample';
import { resizeImages } from '../../../src-main/engine/images/resize';
import { writeShapes } from '../../support/shapes';
import { temporaryFolder } from '../../support/table';

const context = {
  signal: new AbortController().signal,
  report: () => undefined,
  stopRequested: () => false,
  pauseRequested: () => false,
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let source: string;
let directory: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  source = join(folder.path, 'pictures');
  directory = join(folder.path, 'pack');
  await mkdir(source);
  await mkdir(directory);
});
afterEach(() => folder.remove());

const gather = (options: { table?: string; wanted?: string[]; from?: string } = {}) => {
  const { from = source, ...rest } = options;
  return gatherImages({ source: from, name: 'pictures', directory, ...rest }, context);
};

describe('labels of folders', () => {
  test('are the first folder in which pictures differ', () => {
    expect(labelsOf(['all/cat/1.png', 'all/dog/a/2.png', 'all/dog/3.png']).map(({ label }) => label)).toEqual(
      ['cat', 'dog', 'dog'],
    );
    expect(labelsOf(['cat/1.png', 'cat/2.png']).map(({ label }) => label)).toEqual(['cat', 'cat']);
    expect(labelsOf(['1.png', 'cat/2.png']).map(({ label }) => label)).toEqual(['', 'cat']);
  });

  test('stand behind folders that say the part of the split', () => {
    expect(labelsOf(['d/train/cat/1.png', 'd/test/cat/2.png', 'd/val/dog/3.png'])).toEqual([
      { label: 'cat', part: 'train' },
      { label: 'cat', part: 'test' },
      { label: 'dog', part: 'validation' },
    ]);
    expect(labelsOf(['train/cat/1.png', 'bus/x/2.png']).map(({ label, part }) => [label, part])).toEqual([
      ['train', ''],
      ['bus', ''],
    ]);
  });
});

describe('pictures by what a table calls them', () => {
  test('by path, then by a name that one has alone; nothing outside the folder is reached', () => {
    const find = matcher(['a/1.png', 'b/1.png', 'b/2.png']);
    expect(find('a/1.png')).toBe('a/1.png');
    expect(find('.\\b\\1.png')).toBe('b/1.png');
    expect(find('elsewhere/2.png')).toBe('b/2.png');
    expect(find('1.png')).toBeNull();
    expect(find('../../b/2.png')).toBe('b/2.png');
    expect(find('../../etc/passwd')).toBeNull();
    expect(tidyPath('/../x/./y/../z.png')).toBe('x/z.png');
  });
});

describe('a folder of pictures', () => {
  test('is packed, listed and resized', async () => {
    const paths = await writeShapes(source, 4);
    // The same picture under another name.
    await writeFile(join(source, 'rows/copy.jpg'), await readFile(join(source, paths[0] ?? '')));
    await writeFile(join(source, 'notes.txt'), 'not a picture');
    const table = join(folder.path, 'table.csv');
    const result = await gather({ table });
    expect(result).toMatchObject({ images: 12, rejectedCount: 0, others: 1 });
    const lines = readFileSync(table, 'utf8').trim().split('\n');
    expect(lines[0]).toBe('"image","label","path"');
    expect(lines).toHaveLength(14);
    const first = await readFile(join(source, 'bars/000.png'));
    expect(lines[1]).toBe(`"${referenceOf(first)}","bars","bars/000.png"`);
    const index = await readPackIndex(directory);
    expect(imageFacts(index).images).toBe(12);

    const shape = { height: 16, width: 16, channels: 3, fit: 'fit' } as const;
    const grey = { height: 8, width: 8, channels: 1, fit: 'crop' } as const;
    await resizeImages({ images: directory, shapes: [shape, grey], directory }, context);
    const pixels = Pixels.open(join(directory, pixelsName(shape)));
    const expected = squareOf(await decode(first), 16, 'fit').bytes;
    const [points, missing] = [pixels.read([referenceOf(first)]), pixels.read([null, 'image:none'])];
    expect(Array.from(points)).toEqual(Array.from(expected));
    expect(missing.length).toBe(2 * 16 * 16 * 3);
    expect(missing.every(Number.isNaN)).toBe(true);
    expect(Pixels.open(join(directory, pixelsName(grey))).read([referenceOf(first)]).length).toBe(64);
  });

  test('takes only what a table names, and says why the rest is not there', async () => {
    await writeShapes(source, 2);
    await writeFile(join(source, 'bars/bad.png'), 'no picture');
    const result = await gather({ wanted: ['bars/000.png', '001.png', 'bad.png', 'gone.png'] });
    expect(Object.keys(result.references)).toEqual(['bars/000.png']);
    expect(result.reasons['bad.png']).toContain('not a PNG');
    expect(result.images).toBe(1);
  });

  test('names what is damaged, lies, is empty or leads elsewhere, and goes on', async () => {
    await writeShapes(source, 2);
    const png = await readFile(join(source, 'bars/000.png'));
    const bars = (name: string) => join(source, 'bars', name);
    await writeFile(bars('text.png'), 'hello');
    await writeFile(bars('empty.png'), '');
    await writeFile(bars('cut.png'), (await pngOf(64, 64)).subarray(0, 120));
    await writeFile(bars('huge.png'), hugePng());
    await writeFile(join(folder.path, 'secret.png'), png);
    await symlink(join(folder.path, 'secret.png'), bars('link.png'));
    const { images, rejected, rejectedCount } = await gather();
    expect(images).toBe(6);
    expect(rejectedCount).toBe(5);
    const reasons = Object.fromEntries(rejected.map(({ text, reason }) => [text, reason]));
    expect(reasons['bars/text.png']).toContain('not a PNG, JPEG, WebP, GIF or BMP');
    expect(reasons['bars/empty.png']).toContain('empty');
    expect(reasons['bars/cut.png']).toContain('damaged');
    expect(reasons['bars/huge.png']).toMatch(/more than can be held safely|exceeds pixel limit/);
    expect(reasons['bars/link.png']).toContain('link');
  });

  test('without any picture is an error that says so, and leaves nothing', async () => {
    await writeFile(join(source, 'a.txt'), 'x');
    await expect(gather()).rejects.toMatchObject({ code: 'IMAGES_NOT_FOUND' });
    await writeFile(join(source, 'a.png'), 'x');
    await expect(gather()).rejects.toMatchObject({ code: 'IMAGES_NOT_FOUND' });
    await expect(gather({ from: join(folder.path, 'none') })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
    expect(existsSync(join(directory, 'images.json'))).toBe(false);
  });
});

describe('a zip archive of pictures', () => {
  test('is read as the folder is; a member that unpacks to far too much is rejected', async () => {
    const paths = await writeShapes(source, 2);
    const zip = join(folder.path, 'pictures.zip');
    const archive = new ZipFile();
    for (const path of paths) archive.addFile(join(source, path), `top/${path}`);
    archive.addBuffer(Buffer.from('clutter'), '__MACOSX/top/bars/._000.png');
    archive.addBuffer(Buffer.alloc(200 * 2 ** 20), 'top/bars/bomb.png');
    archive.end();
    const pieces: Buffer[] = [];
    for await (const piece of archive.outputStream) pieces.push(Buffer.from(piece));
    await writeFile(zip, Buffer.concat(pieces));
    const table = join(folder.path, 'table.csv');
    const { images, rejected } = await gather({ from: zip, table });
    expect(images).toBe(6);
    expect(rejected.map(({ text }) => text)).toEqual(['top/bars/bomb.png']);
    expect(rejected[0]?.reason).toContain('larger than a picture may be');
    expect(readFileSync(table, 'utf8')).toContain('"bars","top/bars/000.png"');
  });

  test('that names a place outside of itself is refused', async () => {
    const zip = join(folder.path, 'evil.zip');
    await writeFile(zip, escapingZip());
    await expect(gather({ from: zip })).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
  });
});

async function pngOf(width: number, height: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const bytes = Buffer.from({ length: width * height * 3 }).map((_, at) => (at * 2_654_435_761) >>> 24);
  return sharp(bytes, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** A PNG whose head promises 60,000 x 60,000 points. */
function hugePng(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length, 0);
    head.write(type, 4, 'latin1');
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crcOf(Buffer.concat([head.subarray(4), data])), 0);
    return Buffer.concat([head, data, crc]);
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(60_000, 0);
  size.writeUInt32BE(60_000, 4);
  size.writeUInt8(8, 8);
  size.writeUInt8(2, 9);
  const magic = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([magic, chunk('IHDR', size), chunk('IDAT', deflateRawSync(Buffer.alloc(64)))]);
}

function crcOf(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** An archive with a member called ../evil.png. */
function escapingZip(): Buffer {
  const name = Buffer.from('../evil.png');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length, 16);
  return Buffer.concat([local, name, entry, name, end]);
}
