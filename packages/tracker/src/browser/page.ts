/** What the portal said about its page; the address to report is `cleaned(page.url_)`. Empty: ask the browser. */
export const page: { url_?: string; title_?: string; referrer_?: string } = {};

/**
 * An address (none: where the browser is) as it may leave the browser: of the query only campaign parameters, of the
 * fragment only a route (`#/…`, `#!…`), and no query inside that. Names, numbers and search words of citizens live in
 * the rest.
 */
export const cleaned = (address?: string): string => {
  const url = new URL(address || (location as never), location as never);
  url.search = (url.search.match(/[?&](utm|mtm|pk)_[^&]*/g) || []).join('').slice(1);
  url.hash = (/^#[/!][^?]*/.exec(url.hash) || '') as string;
  return url.href;
};

/** An address without query and fragment. */
export const bare = (address: string): string => address.replace(/[?#].*/, '');
