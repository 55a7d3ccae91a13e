import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { smallerNetworkInfo, type SmallerNetwork, type Verification } from '../../../contract';
import { StrongroomError } from '../../../contract/errors';
import type { Place } from '../../../contract/schemas/data';
import { allowanceOf, checkCertificate, kindOfFile, openModel, verifyFile } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { inputFile } from '../input';
import { formatNumber, formatTable, paragraphs } from '../text';

type Check = Awaited<ReturnType<typeof checkCertificate>>;

/** What the certificate beside the file says, in words. */
function certificateText(check: Check): string {
  if (check === null) return 'No certificate lies beside the file.';
  const { certificate, isSameFile, isSameModel } = check;
  if (!isSameFile) return `The file is not the one of ${check.path}: its bytes have changed since.`;
  if (!isSameModel) return `${check.path} is of another model than the one in the folder.`;
  const { verification, golden, file, createdAt } = certificate;
  return paragraphs(
    `Certificate of ${createdAt}: ${certificate.verdict}; the file has the bytes that were certified.`,
    formatTable([
      ['SHA-256 of the file', file.sha256],
      ['SHA-256 of the recipe', certificate.model.recipeSha256],
      ['SHA-256 of the data', certificate.model.dataFingerprint],
      [
        'compared then',
        `${String(verification.rows + (verification.madeUpRows ?? 0))} rows and ${String(verification.hostileRows)} hostile rows`,
      ],
      ['rows to check with', `${String(golden.rows.length)}, ${golden.source}`],
    ]),
  );
}

/** Whether the file does what its kind of weights is held to. */
const verdictText = ({ passed, quantize }: { passed: boolean; quantize: string }): string =>
  passed
    ? `Passed: the file gives the same answers as the application${quantize === 'none' ? '' : `, within what weights in ${quantize} are held to`}.`
    : 'Failed: the file does not give the same answers as the application. Do not use it.';

/** The file of a smaller network: how far it is from the model, and what was compared when it was made. */
function smallerText(network: SmallerNetwork, { ordinary, rows, changedDecisions }: Verification): string {
  const changed = ordinary?.changedDecisions ?? changedDecisions;
  return `The file holds a smaller network, ${smallerNetworkInfo[network].title}, which differs from the model by design: here in ${String(changed)} of ${String(rows)} decisions. When it was exported, it was compared with its own answers in the application.`;
}

/** `verify FILE DATA --against DIR`: the exported file against the application, over every row, and its certificate. */
export async function verify(
  exported: string,
  data: string,
  { against, ...place }: { against: string } & Partial<Place>,
  terminal: Terminal,
): Promise<Outcome> {
  const model = await openModel(resolve(against));
  if (!existsSync(exported)) {
    throw new StrongroomError('FILE_NOT_FOUND', `The file ${exported} does not exist.`, {
      expected: 'an exported file',
      received: 'no such file',
      next: 'Give the file that `strongroom export` wrote.',
    });
  }
  if (!statSync(exported).isFile()) {
    throw new StrongroomError('FILE_NOT_READABLE', `${exported} is a folder.`, {
      expected: 'an exported file',
      received: 'a folder',
      next: 'Give the file in it: of a kit, the one that its certificate is named after.',
    });
  }
  const file = inputFile(data, place);
  const path = resolve(exported);
  const check = await checkCertificate(path, model.run);
  const result = await withHouse(terminal, async (house, work) => {
    const kind = await kindOfFile(house, path, check?.certificate ?? null);
    const allowance = await allowanceOf(house, kind, check?.certificate ?? null);
    const compared = { path, ...kind, allowance, measured: true };
    return { ...kind, ...(await verifyFile(house, model, compared, file, work)) };
  });
  const { ordinary, latency } = result;
  const isWhole = check === null || (check.isSameFile && check.isSameModel);
  // A smaller network answers otherwise than the model by design; its certificate tells what it was held to.
  const network = check?.isSameFile === true ? check.certificate.file.network : undefined;
  const holds = network === undefined ? result.passed : check?.certificate.verdict === 'passed';
  const passed = holds && isWhole;
  return {
    document: {
      passed,
      rows: result.rows,
      hostile_rows: result.hostileRows,
      quantize: result.quantize,
      network: network ?? 'as trained',
      scope: result.scope,
      tolerance: result.tolerance,
      changed_allowed: result.changedAllowed,
      largest_difference: result.largestDifference,
      mean_difference: result.meanDifference,
      changed_decisions: result.changedDecisions,
      ordinary: ordinary && {
        largest_difference: ordinary.largestDifference,
        mean_difference: ordinary.meanDifference,
        changed_decisions: ordinary.changedDecisions,
      },
      latency: latency && { row_ms: latency.row, batch_ms: latency.batch, batch_rows: latency.batchRows },
      runtime: result.runtime,
      certificate: check && {
        file: check.path,
        same_file: check.isSameFile,
        same_model: check.isSameModel,
        content: check.certificate,
      },
    },
    text: paragraphs(
      network === undefined ? verdictText(result) : smallerText(network, result),
      formatTable([
        ['rows', String(result.rows)],
        ['hostile rows', String(result.hostileRows)],
        ['weights', result.quantize],
        ['largest difference', formatNumber(result.largestDifference)],
        ['mean difference', formatNumber(result.meanDifference)],
        ['allowed', formatNumber(result.tolerance)],
        ['changed decisions', String(result.changedDecisions)],
        ...(ordinary === undefined
          ? []
          : [
              ['largest difference without hostile rows', formatNumber(ordinary.largestDifference)],
              ['changed decisions without hostile rows', String(ordinary.changedDecisions)],
            ]),
        ...(latency === undefined
          ? []
          : [
              ['one row', `${formatNumber(latency.row)} ms`],
              [`${String(latency.batchRows)} rows`, `${formatNumber(latency.batch)} ms`],
            ]),
        ['runtime', result.runtime],
      ]),
      certificateText(check),
    ),
    failed: !passed,
  };
}
