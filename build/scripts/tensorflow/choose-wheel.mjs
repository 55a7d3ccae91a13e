import { compareVersions, fitsMachine, numbersOf } from './machine.mjs';
import { Trouble } from './trouble.mjs';

/** The newest version whose C interface the binding was built with and trained on. */
export const newestTried = '2.21.0';

const stable = /^\d+(\.\d+)*$/;

/** The parts of a wheel's file name (PEP 427), or null when it is none. */
export function parseWheelName(fileName) {
  const parts = /^([^-]+)-([^-]+)(?:-\d[^-]*)?-[^-]+-[^-]+-([^-]+)\.whl$/.exec(fileName);
  if (parts === null) return null;
  const [, name, version, platforms] = parts;
  return { name: name.toLowerCase().replaceAll('_', '-'), version, platforms: platforms.split('.') };
}

/** Whether a wheel of this name runs on the machine, whatever its Python. */
export const wheelFits = (fileName, machine) =>
  parseWheelName(fileName)?.platforms.some((tag) => fitsMachine(tag, machine)) ?? false;

/** Whether a version meets a condition such as `<13.0,>=12.5.3.2`. */
export function meets(version, condition) {
  return condition.split(',').every((part) => {
    const [, operator, bound] = /^\s*(<=|>=|==|!=|<|>|~=)\s*([\d.]+)\s*$/.exec(part) ?? [];
    if (bound === undefined) throw new Trouble(`The condition ${part} is not understood.`, 'Report it.');
    const order = compareVersions(numbersOf(version), numbersOf(bound));
    if (operator === '<') return order < 0;
    if (operator === '<=') return order <= 0;
    if (operator === '>') return order > 0;
    if (operator === '==') return order === 0;
    if (operator === '!=') return order !== 0;
    const series = operator === '~=' ? numbersOf(bound).slice(0, -1) : [];
    return order >= 0 && series.every((number, i) => numbersOf(version)[i] === number);
  });
}

/**
 * The wheel to take: of the newest version that meets the condition and has one for the machine, the smallest,
 * since wheels differ by their Python only and none of that is used.
 *
 * @param document PyPI's JSON about a project (https://docs.pypi.org/api/json/).
 * @param {string} condition as in `meets`.
 * @param {URL} address of the document, which the files' own addresses may be relative to.
 */
export function chooseWheel(document, machine, condition, address) {
  const name = document?.info?.name ?? 'the project';
  const versions = Object.keys(document?.releases ?? {})
    .filter((version) => stable.test(version) && meets(version, condition))
    .sort((a, b) => compareVersions(numbersOf(b), numbersOf(a)));
  for (const version of versions) {
    const [wheel] = document.releases[version]
      .filter(({ filename, yanked }) => yanked !== true && wheelFits(filename, machine))
      .sort((a, b) => a.size - b.size || a.filename.localeCompare(b.filename));
    if (wheel === undefined) continue;
    const sha256 = wheel.digests?.sha256 ?? '';
    if (!/^[0-9a-f]{64}$/.test(sha256)) {
      throw new Trouble(
        `The index gives no SHA-256 for ${wheel.filename}, so it cannot be checked.`,
        'Use an index that gives one, such as https://pypi.org/pypi.',
      );
    }
    return { fileName: wheel.filename, url: new URL(wheel.url, address), size: wheel.size, sha256, version };
  }
  const { platform, architecture, system } = machine;
  throw new Trouble(
    `${name} (${condition}) has no wheel for ${platform} ${architecture}${system === null ? '' : ` with ${platform === 'linux' ? 'glibc' : 'macOS'} ${system.join('.')}`}.`,
    `Ask for another version: --version X.Y.Z. The newest that was tried is ${newestTried}.`,
  );
}

/** What a wheel of TensorFlow asks for to run on a graphics card: names and conditions. */
export function cudaRequirements(document) {
  return (document?.info?.requires_dist ?? [])
    .filter((line) => /extra\s*==\s*["']and-cuda["']/.test(line))
    .map((line) => {
      const [, name, condition] = /^([A-Za-z0-9._-]+)\s*\(?([^;)]*)\)?\s*;/.exec(line) ?? [];
      return { name, condition: condition.trim() === '' ? '>=0' : condition.trim() };
    });
}
