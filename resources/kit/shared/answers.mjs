// The output of the network as answers: probabilities, calibrated where the model is, or numbers in their own units.

const sigmoid = (x) => 1 / (1 + Math.exp(-x));
const both = (z) => [sigmoid(-z), sigmoid(z)];

function softmax(outputs) {
  const most = Math.max(...outputs);
  const sizes = outputs.map((output) => Math.exp(output - most));
  const sum = sizes.reduce((total, size) => total + size, 0);
  return sizes.map((size) => size / sum);
}

function mean(lists) {
  return lists[0].map((_, place) => lists.reduce((sum, list) => sum + list[place], 0) / lists.length);
}

/** Between points on straight lines, level beyond them. */
function interpolate(x, xs, ys) {
  if (x <= xs[0]) return ys[0];
  const next = xs.findIndex((value) => value >= x);
  if (next < 0) return ys[ys.length - 1];
  const share = (x - xs[next - 1]) / (xs[next] - xs[next - 1]);
  return ys[next - 1] + share * (ys[next] - ys[next - 1]);
}

function calibrated(outputs, calibration) {
  const z = outputs.length === 1 ? outputs[0] : outputs[1] - outputs[0];
  if (calibration.kind === 'platt') return both(z * calibration.slope + calibration.intercept);
  if (calibration.kind === 'isotonic') {
    const second = interpolate(z, calibration.outputs, calibration.probabilities);
    return [1 - second, second];
  }
  return outputs.length === 1
    ? both(z / calibration.temperature)
    : softmax(outputs.map((output) => output / calibration.temperature));
}

/** The scores of one row from the output of the network, in which several members may stand one after the other. */
export function scoresOf({ target, task }, output) {
  const width = task === 'multiclass' ? target.classes.length : 1;
  const members = Array.from({ length: output.length / width }, (_, member) =>
    Array.from(output.slice(member * width, (member + 1) * width)),
  );
  if (target.calibration) return calibrated(mean(members), target.calibration);
  return mean(
    members.map((outputs) => {
      if (target.kind === 'number') {
        const learned = target.link === 'log' ? Math.exp(Math.min(outputs[0], 40)) : outputs[0];
        return [learned * target.deviation + target.mean];
      }
      return task === 'binary' ? both(outputs[0]) : softmax(outputs);
    }),
  );
}

/** The place of the chosen class: the most probable one, or by the threshold of two classes. */
export function decisionOf({ target }, scores) {
  if (target.threshold !== undefined) return scores[1] >= Math.fround(target.threshold) ? 1 : 0;
  return scores.indexOf(Math.max(...scores));
}
