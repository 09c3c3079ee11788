/**
 * The path of a request's address in one spelling: without query string, percent-encoding, capitals, empty parts, blanks around a
 * part and a slash at its end. Clients are configured by hand, with `https://emc.example.gov.vn/` before `/matomo.php` and the
 * like: what names a place that programs ask for in another spelling means it. Takes time in proportion to the length, whatever is sent.
 */
export function canonicalPath(url: string): string {
  const mark = url.indexOf('?');
  const parts = decoded(mark === -1 ? url : url.slice(0, mark))
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return `/${parts.join('/').toLowerCase()}`;
}

/** What is not valid percent-encoding names no place, and stays as it is. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** By hand: an expression for it would take time in proportion to the square of what a stranger sends. */
export function withoutSlashesAtEnd(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end--;
  return path.slice(0, end);
}
