import { EmcError, type RequestHeaders } from '@emc/contract';

/**
 * A browser sends its cookies along with whatever another site makes it send. A write with a cookie therefore needs a
 * sign that a page of this program made it: `Origin`, or where a browser leaves that out, `Sec-Fetch-Site`.
 * @param publicUrl where the program is reached from outside; besides it, the host that the browser itself named counts
 * @throws EmcError foreign-origin
 */
export function checkOrigin(headers: RequestHeaders, publicUrl: string): void {
  const { origin, host } = headers;
  if (typeof origin === 'string') {
    const own = [new URL(publicUrl).origin, `https://${String(host)}`];
    // Where pages come over https, one of the same name over http is whoever sits on the line.
    if (!publicUrl.startsWith('https:')) own.push(`http://${String(host)}`);
    if (own.includes(origin.toLowerCase())) return;
    throw new EmcError('foreign-origin', 'Origin');
  }
  if (headers['sec-fetch-site'] !== 'same-origin') throw new EmcError('foreign-origin', 'Origin, Sec-Fetch-Site');
}
