import type { SpellingGroups, SpellingMethod } from '../../../contract/schemas/cleaning';
import { throwIfCancelled } from '../database';
import { editDistance, fingerprint, jaroWinkler, ngramFingerprint, plainText } from './spelling';

export interface Value {
  value: string;
  count: number;
}

/** Words of fewer letters differ in meaning when they differ in one. */
const shortest = 4;
/** Longer texts are sentences, which nobody misspells into another. */
const longest = 80;
const similar = 0.93;
/** Words of one block that each is compared with. */
const window = 60;
const similarityWindow = 12;

const digitsOf = (text: string): string => text.replace(/\D+/g, ' ').trim();

/** What two words that are one letter apart share: each is the other, or both are the same, without some letter. */
function* shortened(text: string): Generator<string> {
  yield text;
  for (let index = 0; index < text.length; index++) yield text.slice(0, index) + text.slice(index + 1);
}

/** Joins values to a more frequent one. Numbers within them always have to be the same: "room 1" is not "room 2". */
class Joiner {
  private readonly leaders = new Map<number, number>();

  constructor(private readonly keys: readonly string[]) {}

  isLeader(index: number): boolean {
    return !this.leaders.has(index);
  }

  join(follower: number, leader: number): void {
    this.leaders.set(follower, leader);
  }

  mayBeOne(one: number, other: number): boolean {
    return digitsOf(this.keys[one] ?? '') === digitsOf(this.keys[other] ?? '');
  }

  groups(values: readonly Value[]): SpellingGroups['groups'] {
    const made = new Map<number, Value[]>();
    for (const [follower, leader] of this.leaders) {
      const value = values[follower];
      if (value !== undefined) made.set(leader, [...(made.get(leader) ?? []), value]);
    }
    return [...made].map(([leader, followers]) => {
      const own = values[leader] ?? { value: '', count: 0 };
      const from = followers.reduce((sum, { count }) => sum + count, 0);
      return { to: own.value, from: followers.map(({ value }) => value), rows: { to: own.count, from } };
    });
  }
}

/** Work that stops now and then to tell how much of it is done, from 0 to 1. */
type Paced = Generator<number, SpellingGroups['groups']>;

/** Values that are gone through between two stops: some hundredths of a second. */
const stride = 500;

/** Values with equal keys belong to the most frequent one. */
function* byKey(values: readonly Value[], keyOf: (text: string) => string): Paced {
  const joiner = new Joiner([]);
  const first = new Map<string, number>();
  for (const [index, { value }] of values.entries()) {
    if (index % stride === 0) yield index / values.length;
    const key = keyOf(value);
    if (key === '') continue;
    const leader = first.get(key);
    if (leader === undefined) first.set(key, index);
    else joiner.join(index, leader);
  }
  return joiner.groups(values);
}

/** Of the time that a comparison takes, what making the texts comparable takes. */
const keysShare = 0.1;

/** Texts without case, accents and needless blanks. */
function* comparable(values: readonly Value[]): Generator<number, string[]> {
  const keys: string[] = [];
  for (const [index, { value }] of values.entries()) {
    if (index % stride === 0) yield keysShare * (index / values.length);
    keys.push(plainText(value).trim().replace(/\s+/gu, ' '));
  }
  return keys;
}

/**
 * One edit apart. Instead of all pairs only those are compared that share a text with one letter left out, which finds
 * every such pair (Mor and Fraenkel 1982); 100,000 values need some 10 entries each.
 */
function* byEdit(values: readonly Value[]): Paced {
  const keys = yield* comparable(values);
  const joiner = new Joiner(keys);
  const leaders = new Map<string, number[]>();
  for (const [index, key] of keys.entries()) {
    if (index % stride === 0) yield keysShare + (1 - keysShare) * (index / keys.length);
    if (key.length < shortest || key.length > longest) continue;
    const variants = [...new Set(shortened(key))];
    const near = new Set(variants.flatMap((variant) => leaders.get(variant) ?? []));
    const leader = [...near]
      .sort((a, b) => a - b)
      .find((other) => joiner.mayBeOne(index, other) && editDistance(key, keys[other] ?? '') <= 1);
    if (leader !== undefined) {
      joiner.join(index, leader);
      continue;
    }
    for (const variant of variants) {
      const list = leaders.get(variant);
      if (list === undefined) leaders.set(variant, [index]);
      else if (list.length < window) list.push(index);
    }
  }
  return joiner.groups(values);
}

/** Similar by Jaro and Winkler: words in the order of the alphabet, each with those next to it that begin alike. */
function* bySimilarity(values: readonly Value[]): Paced {
  const keys = yield* comparable(values);
  const joiner = new Joiner(keys);
  const order = keys
    .map((_, index) => index)
    .filter((index) => (keys[index]?.length ?? 0) >= shortest && (keys[index]?.length ?? 0) <= longest)
    .sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1));
  const pairs: { one: number; other: number; score: number }[] = [];
  for (const [place, one] of order.entries()) {
    if (place % stride === 0) yield keysShare + (1 - keysShare) * (place / order.length);
    const key = keys[one] ?? '';
    for (const other of order.slice(place + 1, place + 1 + similarityWindow)) {
      const next = keys[other] ?? '';
      if (next.slice(0, 2) !== key.slice(0, 2)) break;
      if (Math.min(key.length, next.length) / Math.max(key.length, next.length) < 0.6) continue;
      const score = jaroWinkler(key, next);
      if (score >= similar && joiner.mayBeOne(one, other)) pairs.push({ one, other, score });
    }
  }
  pairs.sort((a, b) => b.score - a.score);
  const leads = new Set<number>();
  for (const { one, other } of pairs) {
    // Values come most frequent first. A word that follows or leads already stays as it is, so that nothing drifts.
    const [leader, follower] = one < other ? [one, other] : [other, one];
    if (!joiner.isLeader(leader) || !joiner.isLeader(follower) || leads.has(follower)) continue;
    joiner.join(follower, leader);
    leads.add(leader);
  }
  return joiner.groups(values);
}

function workOf(values: readonly Value[], method: SpellingMethod): Paced {
  switch (method) {
    case 'fingerprint':
      return byKey(values, fingerprint);
    case 'ngram':
      return byKey(values, ngramFingerprint);
    case 'edit-distance':
      return byEdit(values);
    case 'jaro-winkler':
      return bySimilarity(values);
  }
}

const inOrder = (groups: SpellingGroups['groups']): SpellingGroups['groups'] =>
  groups.sort((a, b) => b.rows.from - a.rows.from || (a.to < b.to ? -1 : 1));

/** Spellings that may be one word, those of most rows first. @param values different ones, most frequent first. */
export function groupSpellings(values: readonly Value[], method: SpellingMethod): SpellingGroups['groups'] {
  const work = workOf(values, method);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return inOrder(value);
  }
}

/**
 * The same for many values: `progress` is told the share that is done, and messages such as a cancel come through in
 * between. Throws CANCELLED.
 */
export async function groupManySpellings(
  values: readonly Value[],
  method: SpellingMethod,
  { signal, progress }: { signal: AbortSignal; progress: (share: number) => void },
): Promise<SpellingGroups['groups']> {
  const work = workOf(values, method);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return inOrder(value);
    progress(value);
    await new Promise((resolve) => setImmediate(resolve));
    throwIfCancelled(signal);
  }
}
