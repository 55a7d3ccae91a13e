/** Where a generator stands. */
export type RandomState = readonly [number, number, number, number];

/**
 * A small seeded generator, so that a run can be repeated to the bit: sfc32 (Chris Doty-Humphrey's PractRand),
 * seeded through splitmix32 so that neighbouring seeds give unrelated streams.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** @param seed any unsigned 32-bit integer. @param stream tells apart generators of one seed by purpose. */
  constructor(seed: number, stream = '') {
    let state = seed >>> 0;
    for (const character of stream) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193) >>> 0;
    const mix = (): number => {
      state = (state + 0x9e3779b9) >>> 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    this.a = mix();
    this.b = mix();
    this.c = mix();
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** Where the stream stands, as four integers. */
  state(): RandomState {
    return [this.a, this.b, this.c, this.counter];
  }

  /** Goes on from where `state` was taken. */
  restore([a, b, c, counter]: RandomState): void {
    this.a = a;
    this.b = b;
    this.c = c;
    this.counter = counter;
  }

  /** An integer from 0 to 2^32 - 1. */
  uint32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + sum) | 0;
    return sum >>> 0;
  }

  /** A number in [0, 1) with 32 random bits. */
  next(): number {
    return this.uint32() / 0x100000000;
  }

  /**
   * Fills a list with `hit` where `next()` would be below `probability`, else with `miss`. The same draws as calling
   * `next` for each place, several times as fast: the state stays in local variables.
   */
  fillBernoulli(values: Float32Array, probability: number, hit: number, miss: number): void {
    const bound = probability * 0x100000000;
    let { a, b, c, counter } = this;
    for (let i = 0; i < values.length; i++) {
      const sum = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      values[i] = sum >>> 0 < bound ? hit : miss;
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.counter = counter;
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** Standard normal, by Box and Muller. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  /** Shuffles in place (Fisher and Yates) and returns the same array. */
  shuffle<A extends { length: number; [index: number]: number }>(items: A): A {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = items[i] ?? 0;
      items[i] = items[j] ?? 0;
      items[j] = held;
    }
    return items;
  }
}
