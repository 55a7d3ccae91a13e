/** Bounds that keep a hostile folder or archive from filling the memory or the disk. */
export const limits = {
  /** Points of one picture: a photograph of the largest cameras has fewer. */
  points: 120_000_000,
  /** Points of a side. */
  side: 40_000,
  /** Bytes of one file. */
  fileBytes: 128 * 2 ** 20,
  /** Files of one folder or archive that are looked at. */
  files: 1_000_000,
  /** Bytes of all pictures together. */
  bytes: 64 * 2 ** 30,
} as const;
