import { reportDoctor } from '../../../services/headless';
import type { EngineReport } from '../../../contract/schemas/app';
import { withHouse, type Outcome, type Terminal } from '../command';
import { formatTable, paragraphs } from '../text';

const gibibyte = 2 ** 30;

const formatMemory = (bytes: number | null | undefined): string =>
  typeof bytes === 'number' ? `${(bytes / gibibyte).toFixed(1)} GiB` : '';

/** What an engine is for and computes on, or why it cannot be used. */
function describe(
  available: boolean,
  { purpose, hardware, reason }: Pick<EngineReport, 'purpose' | 'hardware' | 'reason'>,
): string {
  const sentence = purpose.replace(/\.$/, '');
  if (!available) return `${sentence}. ${reason ?? ''}`;
  return typeof hardware === 'string' ? `${sentence}. On ${hardware}` : purpose;
}

/** `doctor`: engines and devices, available or why not. */
export async function doctor(terminal: Terminal): Promise<Outcome> {
  const report = await withHouse(terminal, (house) => reportDoctor(house));
  return {
    document: report,
    text: paragraphs(
      `Strongroom ${report.version} on Node ${report.node}, ${report.platform}, ${String(report.cores)} cores, ${(report.memoryBytes / gibibyte).toFixed(1)} GiB of memory.`,
      formatTable([
        ['', 'engine', 'version', 'memory', 'what it is for'],
        ...report.engines.map(({ name, available, version, memoryBytes, ...engine }) => [
          available ? 'yes' : 'no',
          name,
          version ?? '',
          formatMemory(memoryBytes),
          describe(available, engine),
        ]),
      ]),
      report.devices.length > 1
        ? `--device auto takes the fastest of ${report.devices.join(', ')} for each network, and ${report.device} for small trainings.`
        : `--device auto takes: ${report.device}`,
    ),
  };
}
