import { writeFile } from 'node:fs/promises';
import type { Certificate } from '../../contract/schemas/certificate';
import type { Download } from '../../contract/schemas/runs';
import type { House } from '../house';
import { certificateEndings } from './certificate';
import { certificatePage } from './certificate-page';
import { makeDownload } from './make-download';

/** Makes the certificate of a file ready to be saved beside it. @param name of the file. */
export async function offerCertificate(
  house: House,
  name: string,
  certificate: Certificate,
): Promise<{ json: Download; page: Download }> {
  const named = { ...certificate, file: { ...certificate.file, name } };
  const offer = async (ending: string, text: string): Promise<Download> => {
    const made = await makeDownload(house, `${name}${ending}`, async (path) => {
      await writeFile(path, text);
      return {};
    });
    return made.download;
  };
  return {
    json: await offer(certificateEndings.json, `${JSON.stringify(named, null, 2)}\n`),
    page: await offer(certificateEndings.page, certificatePage(named)),
  };
}
