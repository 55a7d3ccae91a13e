import { spawn, type ChildProcess } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** Resolves with the first group of a pattern in what a program says; rejects when it ends before. */
export function readBefore(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((done, fail) => {
    let said = '';
    const read = (text: Buffer): void => {
      said += text.toString('utf8');
      const found = pattern.exec(said)?.[1];
      if (found !== undefined) done(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => fail(new Error(`ended with ${String(code)}: ${said}`)));
  });
}

/** Runs a program to its end. */
export function runProgram(
  command: string,
  args: string[],
  folder: string,
): Promise<{ code: number | null; said: string }> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const read = (text: Buffer): void => {
      said += text.toString('utf8');
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', fail);
    child.once('close', (code) => done({ code, said }));
  });
}

/** Stands in for `npm install` in a kit: the packages of this repository. */
export const installInto = (kit: string): Promise<void> =>
  symlink(join(root, 'node_modules'), join(kit, 'node_modules'));

/** A table with a column of every type, and something to learn in it. */
export async function writeEveryType(path: string, rows = 160): Promise<void> {
  const lines = Array.from({ length: rows }, (_, row) => {
    const size = (row * 7) % 50;
    const colour = ['red', 'green', 'blue'][row % 3] ?? 'red';
    const open = row % 4 === 0;
    const day = new Date(Date.UTC(2023, 0, 1 + (row % 300))).toISOString().slice(0, 10);
    const moment = `${day}T${String(row % 24).padStart(2, '0')}:15:00`;
    const price = (size * 1.5 + (open ? 20 : 0) + (colour === 'red' ? 5 : 0)).toFixed(2);
    const cell = row % 17 === 0 ? '' : (size / 3).toFixed(2);
    return [cell, size, colour, open, day, moment, price, price > '40' ? 'dear' : 'cheap'].join(',');
  });
  await writeFile(path, `width,size,colour,open,day,seen,price,class\n${lines.join('\n')}\n`);
}
