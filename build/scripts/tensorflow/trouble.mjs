/** Something that the person who runs the script can do something about. */
export class Trouble extends Error {
  /** @param {string} message what is wrong. @param {string} next what to do. */
  constructor(message, next) {
    super(message);
    this.name = 'Trouble';
    this.next = next;
  }
}

/** What to do on a machine that cannot download. */
export const bringFiles =
  'On a machine with a connection run `pip download --no-deps tensorflow-cpu`, carry the file here and give it: npm run engine:tensorflow -- --from FILE.whl';
