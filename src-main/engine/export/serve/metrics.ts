/** Upper bounds of the histogram, in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

const label = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** What is counted of the server, as Prometheus reads it (text format 0.0.4). */
export class ServerMetrics {
  private readonly requests = new Map<string, number>();
  private readonly errors = new Map<string, number>();
  private readonly buckets = bounds.map(() => 0);
  private rows = 0;
  private sum = 0;
  private count = 0;

  /** @param seconds that the request took. */
  request(route: string, status: number, seconds: number): void {
    const key = `route="${label(route)}",status="${String(status)}"`;
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
    if (route !== '/predict') return;
    bounds.forEach((bound, index) => {
      if (seconds <= bound) this.buckets[index] = (this.buckets[index] ?? 0) + 1;
    });
    this.sum += seconds;
    this.count += 1;
  }

  predicted(rows: number): void {
    this.rows += rows;
  }

  error(code: string): void {
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }

  text(): string {
    const of = (name: string, kind: string, help: string, lines: string[]): string[] => [
      `# HELP strongroom_${name} ${help}`,
      `# TYPE strongroom_${name} ${kind}`,
      ...lines.map((line) => `strongroom_${name}${line}`),
    ];
    const counted = (map: Map<string, number>, wrap: (key: string) => string): string[] =>
      [...map].map(([key, value]) => `{${wrap(key)}} ${String(value)}`);
    return [
      ...of(
        'requests_total',
        'counter',
        'Requests that were answered.',
        counted(this.requests, (key) => key),
      ),
      ...of('rows_total', 'counter', 'Rows that were predicted.', [` ${String(this.rows)}`]),
      ...of(
        'errors_total',
        'counter',
        'Requests that were refused or failed, by code.',
        counted(this.errors, (code) => `code="${label(code)}"`),
      ),
      ...of('predict_duration_seconds', 'histogram', 'Time from the first byte of a request to its answer.', [
        ...bounds.map((bound, index) => `_bucket{le="${String(bound)}"} ${String(this.buckets[index])}`),
        `_bucket{le="+Inf"} ${String(this.count)}`,
        `_sum ${String(this.sum)}`,
        `_count ${String(this.count)}`,
      ]),
      '',
    ].join('\n');
  }
}
