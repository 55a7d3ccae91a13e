import { parseArgs } from 'node:util';
import { isLoopback, whyNotNetwork } from '../../../contract/loopback';

/** How the server is started. */
export interface ServeSettings {
  model: string;
  contract: string;
  host: string;
  /** 0 takes a free one. */
  port: number;
  largestBody: number;
  mostRows: number;
}

export const usage = `Usage: node server.mjs [options]
  --model FILE         the exported model (default: model.onnx beside this file)
  --contract FILE      its input contract (default: contract.json beside this file)
  --host ADDRESS       where to listen (default: 127.0.0.1, this machine alone)
  --port NUMBER        (default: 8080; 0 takes a free one)
  --allow-network      allows a host that other machines reach: whoever reaches it can ask the model
  --largest-body BYTES (default: 5000000)
  --most-rows NUMBER   rows of one request (default: 10000)
`;

/** What a person has to do about wrong usage. */
export class UsageError extends Error {}

function whole(text: string | undefined, standard: number, name: string, largest: number): number {
  if (text === undefined) return standard;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= largest) return value;
  throw new UsageError(`${name} has to be a whole number from 0 to ${String(largest)}, not "${text}".`);
}

/** Reads the arguments; files stand beside the server unless they are named. Throws UsageError. */
export function readSettings(args: readonly string[], folder: string): ServeSettings {
  const text = { type: 'string' } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        model: text,
        contract: text,
        host: text,
        port: text,
        'largest-body': text,
        'most-rows': text,
        'allow-network': { type: 'boolean' },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const host = values.host ?? '127.0.0.1';
  if (!isLoopback(host) && values['allow-network'] !== true) {
    const { message, next } = whyNotNetwork(host);
    throw new UsageError(`${message} ${next}`);
  }
  return {
    model: values.model ?? `${folder}/model.onnx`,
    contract: values.contract ?? `${folder}/contract.json`,
    host,
    port: whole(values.port, 8080, '--port', 65_535),
    largestBody: whole(values['largest-body'], 5_000_000, '--largest-body', 2 ** 31),
    mostRows: whole(values['most-rows'], 10_000, '--most-rows', 1_000_000),
  };
}
