import { EmcError } from '@emc/contract';

/** Characters. The longest that a page of ours asks has a few hundred; proxies commonly let 8,000 through. */
const LONGEST = 4_096;
/** What is routed in the place of a longer address; nothing is there. */
const INSTEAD = '/api/address-too-long';

/** The address that is routed: nothing that looks at an address ever sees one of 60 kB, whatever it would make of it. */
export function withinLength(url: string): string {
  return url.length > LONGEST ? INSTEAD : url;
}

/** @throws EmcError address-too-long */
export function refuseLongAddress({ originalUrl }: { originalUrl: string }): void {
  if (originalUrl.length > LONGEST) throw new EmcError('address-too-long', `≤ ${LONGEST}`);
}
