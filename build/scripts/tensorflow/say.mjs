/** How often a line of progress is written where it cannot be written over, in percent. */
const percentsOfLines = 10;

/**
 * What tells the person how far it is: lines, and progress in percent, on one line where the output is a terminal.
 * @param {NodeJS.WriteStream} output
 */
export function createSay(output) {
  return {
    line(text) {
      output.write(`${text}\n`);
    },
    /** @returns {(done: number, size: number) => void} to be told of bytes done. */
    progress(what) {
      const every = output.isTTY ? 1 : percentsOfLines;
      let told = -every;
      return (done, size) => {
        const percent = Math.floor((100 * done) / Math.max(1, size));
        if (percent < told + every) return;
        told = percent - (percent % every);
        if (!output.isTTY) output.write(`${what}: ${told} %\n`);
        else output.write(`\r${what}: ${told} %${told === 100 ? '\n' : ''}`);
      };
    },
  };
}
