import { hash } from 'node:crypto';
import type { CollectedSite, CollectedSystem } from '@emc/contract';
import { redactionOf } from '@emc/control-store/redaction';
import type { CollectorOptions } from '../src/index.ts';

export const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
export const SALT = '00112233445566778899aabbccddeeff';
export const REDACTION = redactionOf(Buffer.from('a secret of the redaction in tests'));
export const PAGE = encodeURIComponent('https://dichvucong.example.gov.vn/trang-chu');

export const SITES: readonly CollectedSite[] = [
  { siteId: 5, hosts: ['dichvucong.example.gov.vn', '*.ubnd.example.gov.vn'], retired: false },
  { siteId: 6, hosts: ['old.example.gov.vn'], retired: true },
  { siteId: 7, hosts: ['*.only-below.example.gov.vn'], retired: false },
];

export const KEY = 'key-of-the-first-system';
export const OTHER_KEY = 'key-of-the-second-system';
export const RETIRED_KEY = 'key-of-the-retired-system';
const NOBODY = { agencyCode: null, siteId: null, addresses: [], retired: false };

const SYSTEMS: readonly CollectedSystem[] = [
  {
    systemId: 11,
    keyDigest: hash('sha256', KEY),
    agencyCode: 'H56',
    siteId: 5,
    addresses: ['127.0.0.1', '2001:db8::/32'],
    retired: false,
  },
  {
    ...NOBODY,
    systemId: 12,
    keyDigest: hash('sha256', OTHER_KEY),
    siteId: 8,
    addresses: ['203.0.113.0/28', 'not an address'],
  },
  {
    ...NOBODY,
    systemId: 13,
    keyDigest: hash('sha256', RETIRED_KEY),
    siteId: 9,
    addresses: ['127.0.0.1'],
    retired: true,
  },
];

/** The door for dossiers of these systems. */
export const DOSSIERS: NonNullable<CollectorOptions['dossiers']> = {
  systems: {
    bySite: (siteId) => SYSTEMS.find((system) => system.siteId === siteId),
    byKeyDigest: (digest) => SYSTEMS.find((system) => system.keyDigest === digest),
  },
  secret: Buffer.from('a secret of the tests'),
};
