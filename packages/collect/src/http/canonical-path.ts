import { decode } from '../intake/parameters.ts';

/**
 * The path of a request's address in one spelling: without query string, percent-encoding, capitals, empty parts and a slash at
 * its end. Clients are configured by hand, with `https://emc.example.gov.vn/` before `/matomo.php` and the like: what names a
 * place of the collector in another spelling means it. Takes time in proportion to the length, whatever is sent.
 */
export function canonicalPath(url: string): string {
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  const plain = path.includes('%') ? decode(path.replaceAll('+', '%2B')) : path;
  return `/${plain
    .split('/')
    .filter((part) => part !== '')
    .join('/')
    .toLowerCase()}`;
}
