/** Each state has a row of the table with a place for every class of bytes. */
const classes = 256;

/** A deterministic automaton over bytes, made state by state. State 0 is the one that nothing leaves. */
export class Automaton {
  private readonly moves: Map<number, number>[] = [new Map()];

  state(): number {
    this.moves.push(new Map());
    return this.moves.length - 1;
  }

  get size(): number {
    return this.moves.length;
  }

  /** @throws when the byte leads elsewhere already: the automaton would not be deterministic. */
  on(from: number, bytes: Iterable<number>, to: number): void {
    const own = this.moves[from];
    if (own === undefined) throw new Error(`There is no state ${from}.`);
    for (const byte of bytes) {
      if (own.has(byte) && own.get(byte) !== to) throw new Error(`Byte ${byte} leads to two states.`);
      own.set(byte, to);
    }
  }

  next(from: number, byte: number): number {
    return this.moves[from]?.get(byte) ?? 0;
  }

  /**
   * The automaton as two tables: the class of each byte, and the next state by `state << shift | class`. Bytes that lead
   * to the same states share a class, which keeps the table within the nearest cache of the processor.
   */
  compile(): { byteClass: Uint8Array; table: Uint16Array; shift: number } {
    const byteClass = new Uint8Array(classes);
    const seen = new Map<string, number>();
    for (let byte = 0; byte < classes; byte++) {
      const column = this.moves.map((own) => own.get(byte) ?? 0).join();
      const known = seen.get(column) ?? seen.size;
      seen.set(column, known);
      byteClass[byte] = known;
    }
    const shift = Math.ceil(Math.log2(Math.max(2, seen.size)));
    const table = new Uint16Array(this.moves.length << shift);
    this.moves.forEach((own, state) => {
      for (const [byte, to] of own) table[(state << shift) | (byteClass[byte] ?? 0)] = to;
    });
    return { byteClass, table, shift };
  }
}
