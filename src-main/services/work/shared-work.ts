/**
 * Work that several may ask for at the same time, by a key: they wait for one. One that fails or is cancelled fails
 * only for who asked first; the next tries again.
 */
export class SharedWork<Result> {
  private readonly making = new Map<string, Promise<Result>>();

  async run(key: string, make: () => Promise<Result>): Promise<Result> {
    let other = this.making.get(key);
    while (other !== undefined) {
      await other.catch(() => undefined);
      const next = this.making.get(key);
      other = next === other ? undefined : next;
    }
    const made = make();
    this.making.set(key, made);
    try {
      return await made;
    } finally {
      if (this.making.get(key) === made) this.making.delete(key);
    }
  }
}
