// electron-builder's beforePack: puts the Node binary that runs the packaging beside the application, for the
// engine's children. Package on a machine of the kind that the package is for.
import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** @param {{ electronPlatformName: string, packager: { info: { projectDir: string } } }} context */
export default function bundleNode(context) {
  if (context.electronPlatformName !== process.platform) {
    throw new Error(
      `Packaging for ${context.electronPlatformName} has to run there: the bundled Node comes from this machine (${process.platform}).`,
    );
  }
  const folder = join(context.packager.info.projectDir, 'resources/node');
  mkdirSync(folder, { recursive: true });
  const target = join(folder, basename(process.execPath));
  copyFileSync(process.execPath, target);
  chmodSync(target, 0o755);
}
