import { type Span, spansOf } from './spans.ts';

/** Finds addresses of machines in a network: who has one knows whose connection it is. Numbers of chapters and versions are none. */

const IPV4 = /(?<![\p{L}\p{N}.])(?:\d{1,3}\.){3}\d{1,3}(?![\p{L}\p{N}]|\.\d)/gu;
const LARGEST_BYTE = 255;
/** A chapter or version has no number as large; hardly any address is without. */
const LARGEST_CHAPTER = 49;
/** With a group of zeros left out or not. */
const IPV6 = /(?<![\p{L}\p{N}:])(?:[0-9a-f]{1,4}::?){2,7}(?:[0-9a-f]{1,4})?(?![\p{L}\p{N}:])/giu;
const GROUPS_OF_IPV6 = 8;
const MAC = /(?<![\p{L}\p{N}:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\p{L}\p{N}:-])/giu;

/** Where addresses stand, in order of kind. @param text digits in ASCII */
export function findMachines(text: string): Span[] {
  return [...spansOf(text, IPV4, isIpv4), ...spansOf(text, IPV6, isIpv6), ...spansOf(text, MAC, () => true)];
}

function isIpv4(found: string): boolean {
  const groups = found.split('.');
  if (groups.some((group) => Number(group) > LARGEST_BYTE || (group.length > 1 && group.startsWith('0')))) return false;
  return Number(groups[0]) > 0 && groups.some((group) => Number(group) > LARGEST_CHAPTER);
}

function isIpv6(found: string): boolean {
  const isShort = found.includes('::');
  return /\d/.test(found) && (isShort || found.split(':').length === GROUPS_OF_IPV6);
}
