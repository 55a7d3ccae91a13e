/** One of a unit is `factor` of the base unit of its quantity, plus `shift`. */
export interface Unit {
  readonly factor: number;
  readonly shift?: number;
  /** Other ways to write it; capital and small letters do not matter. */
  readonly also?: readonly string[];
}

/**
 * Units that numbers are converted between, by quantity. Factors are those of the International System of Units and of
 * the international yard and pound (1959); kB is 1000 bytes and KiB 1024 (IEC 80000-13).
 */
export const quantities: Readonly<Record<string, Readonly<Record<string, Unit>>>> = {
  length: {
    mm: { factor: 0.001 },
    cm: { factor: 0.01 },
    m: { factor: 1, also: ['metre', 'metres', 'meter', 'meters'] },
    km: { factor: 1000 },
    in: { factor: 0.0254, also: ['"', 'inch', 'inches'] },
    ft: { factor: 0.3048, also: ["'", 'foot', 'feet'] },
    yd: { factor: 0.9144, also: ['yard', 'yards'] },
    mi: { factor: 1609.344, also: ['mile', 'miles'] },
  },
  weight: {
    mg: { factor: 0.000001 },
    g: { factor: 0.001, also: ['gram', 'grams'] },
    kg: { factor: 1, also: ['kilo', 'kilos'] },
    t: { factor: 1000, also: ['tonne', 'tonnes'] },
    oz: { factor: 0.028349523125, also: ['ounce', 'ounces'] },
    lb: { factor: 0.45359237, also: ['lbs', 'pound', 'pounds'] },
  },
  temperature: {
    K: { factor: 1 },
    '°C': { factor: 1, shift: 273.15, also: ['C', 'celsius'] },
    '°F': { factor: 5 / 9, shift: 459.67 * (5 / 9), also: ['F', 'fahrenheit'] },
  },
  time: {
    ms: { factor: 0.001 },
    s: { factor: 1, also: ['sec', 'second', 'seconds'] },
    min: { factor: 60, also: ['mins', 'minute', 'minutes'] },
    h: { factor: 3600, also: ['hr', 'hrs', 'hour', 'hours'] },
    d: { factor: 86400, also: ['day', 'days'] },
    weeks: { factor: 604800, also: ['week', 'wk', 'wks'] },
  },
  bytes: {
    B: { factor: 1, also: ['byte', 'bytes'] },
    kB: { factor: 1e3 },
    MB: { factor: 1e6 },
    GB: { factor: 1e9 },
    TB: { factor: 1e12 },
    KiB: { factor: 1024 },
    MiB: { factor: 1024 ** 2 },
    GiB: { factor: 1024 ** 3 },
    TiB: { factor: 1024 ** 4 },
  },
};

/** The names of all units, by quantity. */
export const unitOptions = Object.entries(quantities).flatMap(([quantity, units]) =>
  Object.keys(units).map((unit) => ({ value: unit, label: unit, note: quantity })),
);

/**
 * How to write numbers of one quantity in one unit: by each way to write a unit, in small letters, what a number is
 * multiplied by and what is added then. None for a unit that is not known.
 */
export function conversionsTo(unit: string): { written: string; factor: number; shift: number }[] {
  const units = Object.values(quantities).find((others) => Object.hasOwn(others, unit));
  const target = units?.[unit];
  if (units === undefined || target === undefined) return [];
  return Object.entries(units).flatMap(([name, { factor, shift = 0, also = [] }]) =>
    [...new Set([name, ...also].map((written) => written.toLowerCase()))].map((written) => ({
      written,
      factor: factor / target.factor,
      shift: (shift - (target.shift ?? 0)) / target.factor,
    })),
  );
}
