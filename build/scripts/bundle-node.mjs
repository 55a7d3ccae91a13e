// electron-builder's beforePack: puts the Node binary that runs the packaging beside the application, for the
// engine's children. Package on a machine of the kind that the package is for.
import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** @param {{ electronPlatformName: string, packager: { info: { projectDir: string } } }} context */
export default function bundleNode(context) {
  if (context.electronPlatformName !== process.platform) {
    throw new Error(
      `Packaging for ${context.electronPlatformName} has to run there: the bundled Node comes from this machine (${process.platform}).`,
    );
  }
  const windows = process.platform === 'win32';
  const folder = join(context.packager.info.projectDir, 'resources/node', windows ? '.' : 'bin');
  mkdirSync(folder, { recursive: true });
  const target = join(folder, windows ? 'node.exe' : 'node');
  copyFileSync(process.execPath, target);
  chmodSync(target, 0o755);
}
