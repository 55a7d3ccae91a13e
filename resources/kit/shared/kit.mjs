// What the JavaScript examples of a kit share: comparing answers with those of the workbench.

/** The scores of one row (probabilities, or one number) as examples.json has answers. */
export function answerOf(contract, scores, label) {
  if (contract.classes === null) return { predicted: scores[0] };
  return {
    predicted: contract.classes[label],
    probabilities: Object.fromEntries(contract.classes.map((name, place) => [name, scores[place]])),
  };
}

/** The largest difference from the answers of the workbench, relative for numbers above 1. */
export function largestDifference(contract, answers, expected) {
  const differences = answers.flatMap((answer, row) =>
    contract.classes === null
      ? [
          Math.abs(answer.predicted - expected[row].predicted) /
            Math.max(1, Math.abs(expected[row].predicted)),
        ]
      : contract.classes.map((name) =>
          Math.abs(answer.probabilities[name] - expected[row].probabilities[name]),
        ),
  );
  // Math.max of NaN is NaN, which is not "at most" anything.
  return Math.max(...differences);
}
