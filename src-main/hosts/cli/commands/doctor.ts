import { reportDoctor } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { formatTable, paragraphs } from '../text';

const gibibyte = 2 ** 30;

/** `doctor`: engines and devices, available or why not. */
export async function doctor(terminal: Terminal): Promise<Outcome> {
  const report = await withHouse(terminal, (house) => reportDoctor(house));
  return {
    document: report,
    text: paragraphs(
      `Strongroom ${report.version} on Node ${report.node}, ${report.platform}, ${String(report.cores)} cores, ${(report.memoryBytes / gibibyte).toFixed(1)} GiB of memory.`,
      formatTable(
        report.engines.map(({ name, available, version, purpose, reason }) => [
          available ? 'yes' : 'no',
          name,
          version ?? '',
          available ? purpose : `${purpose.replace(/\.$/, '')}. ${reason ?? ''}`,
        ]),
      ),
      `--device auto takes: ${report.device}`,
    ),
  };
}
