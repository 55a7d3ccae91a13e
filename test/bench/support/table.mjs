export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const rounded = (number) => Number(number.toPrecision(4));

/** Plain text: for each job and runner the rows a second, and how many times as many onnx trains. */
export function ratioTable(jobs) {
  const lines = [
    ['job', 'runner', 'rows a second', 'onnx is', 'device'],
    ...jobs.map(({ job, runner, device, rows_per_second, onnx_ratio }) => [
      job,
      runner,
      rows_per_second.toLocaleString('en-US'),
      `${onnx_ratio} times`,
      device,
    ]),
  ];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const numeric = [2, 3];
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          numeric.includes(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
