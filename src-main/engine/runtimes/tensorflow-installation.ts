import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The command that installs the native library; named in every error about it. */
export const installCommand = 'npm run engine:tensorflow';

/** What `npm run engine:tensorflow` notes about what it installed, as engine.json in the folder of the engine. */
const manifestSchema = z.object({
  formatVersion: z.literal(1),
  /** Version of libtensorflow. */
  tensorflow: z.string(),
  /** Version of @tensorflow/tfjs-node-gpu that the binding was made for. */
  tfjsNode: z.string(),
  platform: z.string(),
  architecture: z.string(),
  /** Where it computed when it was tried after the installation. */
  device: z.enum(['cpu', 'gpu']),
  /** The native module, relative to the folder. */
  binding: z.string(),
  /** Bytes of each native file, by its path relative to the folder. */
  files: z.record(z.string(), z.number()),
});

export type Installation = z.infer<typeof manifestSchema> & { folder: string };
export type Found = { installation: Installation } | { reason: string };

const again = `Install it again: ${installCommand}`;

/** Why these files cannot serve this process, or null. Sizes tell a copy that was cut short. */
function whyUnfit({ platform, architecture, files, binding, folder }: Installation): string | null {
  if (platform !== process.platform || architecture !== process.arch) {
    return `The TensorFlow library in ${folder} is for ${platform} ${architecture}, and this is ${process.platform} ${process.arch}. ${again}`;
  }
  for (const [path, bytes] of Object.entries({ ...files, [binding]: files[binding] ?? -1 })) {
    const file = join(folder, path);
    if (!existsSync(file) || statSync(file).size !== bytes) {
      return `The TensorFlow library in ${folder} is not complete (${path}). ${again}`;
    }
  }
  return null;
}

/**
 * The native TensorFlow library of this person, or why there is none. Only looks at files: the library itself is
 * loaded when a training asks for it, since a process should hold one native engine.
 * @param engines the folder of native engines; the process that starts this one names it in STRONGROOM_ENGINES.
 */
export function findInstallation(engines = process.env['STRONGROOM_ENGINES']): Found {
  const missing = `The native TensorFlow library is not installed. Install it: ${installCommand}`;
  if (engines === undefined || engines === '') return { reason: missing };
  const folder = join(engines, 'tensorflow');
  const path = join(folder, 'engine.json');
  if (!existsSync(path)) return { reason: missing };
  try {
    const installation = { ...manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8'))), folder };
    const reason = whyUnfit(installation);
    return reason === null ? { installation } : { reason };
  } catch {
    return { reason: `${path} cannot be read. ${again}` };
  }
}
