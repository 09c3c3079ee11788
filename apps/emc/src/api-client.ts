import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Where the running server is and with which key to write; the command line is a client of its API like any other. */
export interface ApiAccess {
  url: string;
  key: string | undefined;
}

/** An answer that was not 2xx: the API's own words. */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal';
}

interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  remedy?: string;
  errors?: { where: string; what: string }[];
}

/** The address from EMC_URL or from host and port; the key from EMC_OPERATOR_KEY or from its file, when readable. */
export function apiAccess(
  env: NodeJS.ProcessEnv,
  settings: { host: string; port: number; dataDir: string; operatorKeyFile: string | undefined },
): ApiAccess {
  return {
    url: env.EMC_URL ?? `http://${hostForUrl(settings.host)}:${settings.port}`,
    key: env.EMC_OPERATOR_KEY ?? readKey(settings.operatorKeyFile ?? path.join(settings.dataDir, 'operator.key')),
  };
}

/** An address to connect to: the "every address" forms become the loopback, IPv6 gets its brackets. */
export function hostForUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function readKey(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/**
 * Asks the API and returns its JSON.
 * @throws ApiRefusal with the API's explanation, or with where it was looked for when nothing answers
 */
export async function ask(access: ApiAccess, method: string, address: string, body?: unknown): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  // Reading, too: not everything is for everybody.
  if (access.key) headers.authorization = `Bearer ${access.key}`;
  let answer: Response;
  try {
    answer = await fetch(new URL(`/api/v1${address}`, access.url), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiRefusal(
      `No server answers at ${access.url}. Start one with "npm start", or name its address in EMC_URL.`,
    );
  }
  const text = await answer.text();
  if (!answer.ok) throw new ApiRefusal(refusalText(answer.status, text));
  return text === '' ? undefined : JSON.parse(text);
}

function refusalText(status: number, text: string): string {
  try {
    const problem = JSON.parse(text) as Problem;
    // The health report of a server that is not well is an answer, not a problem document.
    if (problem.code === undefined) return JSON.stringify(problem, null, 2);
    const fields = (problem.errors ?? []).map((error) => `\n  ${error.where}: ${error.what}`).join('');
    return `${problem.title} (${problem.code}, ${status}): ${problem.detail ?? ''}${fields}\n${problem.remedy ?? ''}`;
  } catch {
    return `The server answered ${status}: ${text.slice(0, 200)}`;
  }
}
