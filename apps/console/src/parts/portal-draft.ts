import type { NewPortal, Portal } from '@emc/contract';
import { Problem } from '../api/problem.ts';
import type { Texts } from '../texts/vi.ts';

type Kind = Portal['kind'];

/** A portal as it is being typed in. */
export interface Draft {
  bodyCode: string;
  unitId: number | null;
  kind: Kind;
  name: string;
  nameEn: string;
  url: string;
  hosts: string;
  liveOn: string | null;
  siteId: string;
}
type DraftField = keyof Draft;
export type DraftErrors = Partial<Record<DraftField | 'other', string>>;

export function emptyDraft(bodyCode: string): Draft {
  return {
    bodyCode,
    unitId: null,
    kind: 'information-portal',
    name: '',
    nameEn: '',
    url: 'https://',
    hosts: '',
    liveOn: null,
    siteId: '',
  };
}

export function draftOf(portal: Portal): Draft {
  return {
    bodyCode: portal.bodyCode,
    unitId: portal.unitId,
    kind: portal.kind,
    name: portal.name,
    nameEn: portal.nameEn ?? '',
    url: portal.url,
    hosts: portal.allowedHosts.join('\n'),
    liveOn: portal.liveOn,
    siteId: String(portal.siteId),
  };
}

const HOST = /^(\*\.)?([a-z0-9-]+\.)*[a-z0-9-]+(:\d{1,5})?$/;

/** Hosts as typed: one a line; commas and spaces separate too. */
export function hostsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter((host) => host !== ''),
    ),
  ];
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text.trim())) return false;
  const { protocol, hostname } = new URL(text.trim());
  return (protocol === 'https:' || protocol === 'http:') && hostname !== '';
}

/** What is wrong with a draft, in words; empty when it can be sent. The server checks again. */
export function checkDraft(draft: Draft, t: Texts): DraftErrors {
  const wrong = t.register.wrong;
  const errors: DraftErrors = {};
  if (draft.bodyCode === '') errors.bodyCode = wrong.body;
  const length = draft.name.trim().length;
  if (length < 2 || length > 300) errors.name = wrong.name;
  if (!isAddress(draft.url)) errors.url = wrong.url;
  const badHost = hostsOf(draft.hosts).find((host) => !HOST.test(host));
  if (badHost !== undefined) errors.hosts = wrong.hosts(badHost);
  if (draft.siteId !== '' && (!/^\d{1,9}$/.test(draft.siteId.trim()) || Number(draft.siteId) < 1))
    errors.siteId = wrong.siteId;
  return errors;
}

/** A checked draft as the API takes it. */
export function portalOf(draft: Draft): NewPortal {
  return {
    bodyCode: draft.bodyCode,
    unitId: draft.unitId,
    kind: draft.kind,
    name: draft.name.trim(),
    nameEn: draft.nameEn.trim() === '' ? null : draft.nameEn.trim(),
    url: draft.url.trim(),
    allowedHosts: hostsOf(draft.hosts),
    liveOn: draft.liveOn,
    ...(draft.siteId.trim() === '' ? {} : { siteId: Number(draft.siteId) }),
  };
}

const FIELD_OF: Record<string, DraftField> = {
  bodyCode: 'bodyCode',
  unitId: 'unitId',
  kind: 'kind',
  name: 'name',
  nameEn: 'nameEn',
  url: 'url',
  allowedHosts: 'hosts',
  liveOn: 'liveOn',
  siteId: 'siteId',
};
/** Refusals that name no field, but can only mean one. */
const FIELD_OF_CODE: Record<string, DraftField> = {
  'body-unknown': 'bodyCode',
  'body-not-valid-then': 'bodyCode',
  'unit-unknown': 'unitId',
  'unit-of-another-body': 'unitId',
  'site-id-taken': 'siteId',
  'portal-url-taken': 'url',
};

/** Puts a refusal of the API beside the fields that it is about; the rest under `other`. */
export function errorsOf(problem: Error): DraftErrors {
  if (!(problem instanceof Problem)) return { other: problem.message };
  const errors: DraftErrors = {};
  for (const { where, what } of problem.errors) {
    const field = where
      .split(/[/.]/)
      .map((part) => FIELD_OF[part])
      .find((known) => known !== undefined);
    errors[field ?? 'other'] ??= what;
  }
  const whole = [problem.message, problem.detail].filter(Boolean).join('. ');
  if (Object.keys(errors).length === 0) errors[FIELD_OF_CODE[problem.code] ?? 'other'] = whole;
  return errors;
}
