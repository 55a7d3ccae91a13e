import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isLoopback } from '../../../contract/loopback';
import type { InputContract } from '../../../contract/schemas/input-contract';
import { readBody } from './body';
import { ServerMetrics } from './metrics';
import type { ServedModel } from './model';
import { openApi } from './openapi';
import { describePage, pagePolicy } from './page';
import { HttpError } from './problem';
import { readCsvRows, readJsonRows } from './rows';
import type { ServeSettings } from './settings';

/** What is sent back. */
interface Reply {
  status: number;
  type: string;
  body: string;
  headers?: Record<string, string>;
}

const jsonType = 'application/json; charset=utf-8';
const json = (status: number, document: unknown): Reply => ({
  status,
  type: jsonType,
  body: JSON.stringify(document),
});
const routes: Record<string, string> = {
  '/': 'GET',
  '/predict': 'POST',
  '/openapi.json': 'GET',
  '/health': 'GET',
  '/metrics': 'GET',
};

/** The name in a Host header, without its port and the brackets of IPv6. */
const hostName = (header: string): string => header.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');

function replyToError(error: unknown): { reply: Reply; code: string } {
  const known =
    error instanceof HttpError
      ? error
      : new HttpError(500, 'INTERNAL', 'The model failed on these rows.', 'See the log of the server.');
  if (known !== error) process.stderr.write(`${String(error)}\n`);
  const { status, code, message, next, problems } = known;
  return { reply: json(status, { error: { code, message, next }, problems }), code };
}

/** Serves a model. The answers of all requests come from one session, one after another where it is busy. */
export function createModelServer(
  model: ServedModel,
  contract: InputContract,
  settings: ServeSettings,
): Server {
  const metrics = new ServerMetrics();
  const description = JSON.stringify(openApi(contract, settings), null, 2);
  const page = describePage(contract, model.runtime);

  const predict = async (request: IncomingMessage): Promise<Reply> => {
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
    if (type !== 'application/json' && type !== 'text/csv') {
      throw new HttpError(
        415,
        'UNKNOWN_TYPE',
        `The body is of the type ${type === '' || type === undefined ? 'nothing' : type}.`,
        'Send application/json or text/csv.',
      );
    }
    const body = await readBody(request, settings.largestBody);
    const read = type === 'text/csv' ? readCsvRows : readJsonRows;
    const { rows, columns, warnings } = read(contract, body, settings.mostRows);
    const predictions = await model.predict(columns, rows);
    metrics.predicted(rows);
    return json(200, { predictions, warnings });
  };

  const answer = async (request: IncomingMessage, route: string): Promise<Reply> => {
    const { host = '', origin } = request.headers;
    // A foreign name that leads to this machine (DNS rebinding), or a page of another site.
    if (isLoopback(settings.host) && !isLoopback(hostName(host)))
      throw new HttpError(
        403,
        'FORBIDDEN',
        'This server answers to loopback names only.',
        'Ask for 127.0.0.1.',
      );
    if (origin !== undefined && origin !== `http://${host}`)
      throw new HttpError(403, 'FORBIDDEN', 'Requests from other pages are refused.', 'Ask from a program.');
    const method = routes[route];
    if (method === undefined)
      throw new HttpError(
        404,
        'NOT_FOUND',
        `There is no ${route}.`,
        `There are ${Object.keys(routes).join(', ')}.`,
      );
    if (request.method !== method && !(method === 'GET' && request.method === 'HEAD'))
      throw new HttpError(405, 'WRONG_METHOD', `${route} takes ${method}.`, `Send it as ${method}.`);
    switch (route) {
      case '/predict':
        return predict(request);
      case '/openapi.json':
        return { status: 200, type: jsonType, body: description };
      case '/health':
        return json(200, { status: 'ok', target: contract.target, runtime: model.runtime });
      case '/metrics':
        return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: metrics.text() };
      default:
        return {
          status: 200,
          type: 'text/html; charset=utf-8',
          body: page,
          headers: { 'Content-Security-Policy': pagePolicy },
        };
    }
  };

  const send = (request: IncomingMessage, response: ServerResponse, reply: Reply): void => {
    response.writeHead(reply.status, {
      'Content-Type': reply.type,
      'Content-Length': Buffer.byteLength(reply.body),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      ...(reply.status === 405 ? { Allow: routes[(request.url ?? '').split('?', 1)[0] ?? ''] ?? '' } : {}),
      // What is left of a body that was refused is not read.
      ...(reply.status === 413 ? { Connection: 'close' } : {}),
      ...reply.headers,
    });
    response.end(request.method === 'HEAD' ? undefined : reply.body);
  };

  const server = createServer((request, response) => {
    const started = performance.now();
    const route = (request.url ?? '/').split('?', 1)[0] ?? '/';
    void answer(request, route)
      .catch((error: unknown) => {
        const { reply, code } = replyToError(error);
        metrics.error(code);
        return reply;
      })
      .then((reply) => {
        const known = Object.hasOwn(routes, route) ? route : 'other';
        metrics.request(known, reply.status, (performance.now() - started) / 1000);
        send(request, response, reply);
      })
      .catch(() => response.destroy());
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  return server;
}
