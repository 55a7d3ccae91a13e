import { readFile } from 'node:fs/promises';
import { certificateSchema } from '../../contract/schemas/certificate';
import type { Certificate } from '../../contract/schemas/certificate';
import { StrongroomError } from '../../contract/errors';
import type { Run } from '../../contract/schemas/runs';
import { recipeHash, sha256 } from './export-metadata';

/** What stands behind the name of a file in the names of its certificate. */
export const certificateEndings = { json: '.certificate.json', page: '.certificate.html' } as const;

type Facts = Omit<Certificate, 'kind' | 'formatVersion' | 'createdAt' | 'file' | 'model'> & {
  file: Omit<Certificate['file'], 'bytes' | 'sha256'>;
};

/** The certificate of an exported file. @param path where the file is now. */
export async function certify(path: string, run: Run, facts: Facts): Promise<Certificate> {
  const bytes = await readFile(path);
  return {
    kind: 'strongroom-parity-certificate',
    formatVersion: 1,
    createdAt: new Date().toISOString(),
    ...facts,
    file: { ...facts.file, bytes: bytes.length, sha256: sha256(bytes) },
    model: {
      run: run.id,
      trainedAt: run.createdAt,
      target: run.target,
      task: run.task,
      classes: run.classes,
      seed: run.seed,
      recipeSha256: recipeHash(run.recipe),
      dataFingerprint: run.fingerprint,
    },
  };
}

/** What a certificate beside a file says when both, and the model, are looked at again. */
export interface CertificateCheck {
  path: string;
  certificate: Certificate;
  /** Whether the file has the bytes that were certified. */
  isSameFile: boolean;
  /** Whether the model is the one that was exported: the same training with the same recipe. */
  isSameModel: boolean;
}

/**
 * Looks for the certificate of a file and holds both together. Null when there is none.
 * @throws MODEL_DAMAGED when it is not a certificate.
 */
export async function checkCertificate(file: string, run: Run): Promise<CertificateCheck | null> {
  const path = `${file}${certificateEndings.json}`;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  let certificate: Certificate;
  try {
    certificate = certificateSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new StrongroomError('MODEL_DAMAGED', `${path} is no certificate of an exported file.`, {
      expected: 'what `strongroom export` wrote beside the file',
      next: 'Export the model again, or take the damaged certificate away.',
      cause,
    });
  }
  const { model } = certificate;
  return {
    path,
    certificate,
    isSameFile: sha256(await readFile(file)) === certificate.file.sha256,
    isSameModel: model.run === run.id && model.recipeSha256 === recipeHash(run.recipe),
  };
}
