import type { BodyWithConnection, NewPortal, PortalWithSnippet, Unit } from '@emc/contract';
import { BODIES, type MadeUpBody } from './made-up-bodies.ts';

/** A number in [0, 1) that depends on the text alone: the same answers on every run. */
export function chance(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

const MADE_UP_REASON = { vi: 'Theo quy tắc kết nối.', en: 'By the connection rule.' };
/** 16 of the 83 bodies, 11 ministries and 5 localities, were not fully connected in January 2024; which ones is made up. */
const LATE_IN_2024 = new Set('G01 G03 G05 G07 G08 G10 G11 G13 G16 G18 G24 H11 H16 H22 H43 H59'.split(' '));

/** The portal that never sent anything until somebody has looked at it for a while. */
export const WAITING_SITE = 990;
/** A portal that brings more different values than a day has places for. */
export const FLOODED_SITE = 227;
/** Asking for this portal fails, so that pages can be seen failing. */
export const BROKEN_SITE = 500;

const KINDS = ['public-service-portal', 'information-portal', 'information-page', 'information-page', 'other'] as const;
const NAMES = [
  'Cổng dịch vụ công',
  'Cổng thông tin điện tử',
  'Trang thông tin điện tử Sở Tư pháp',
  'Trang thông tin điện tử Sở Y tế',
  'Hệ thống một cửa điện tử',
];
const NAMES_EN = [
  'Public service portal',
  'Information portal',
  'Department of Justice',
  'Department of Health',
  'One-stop system',
];
const HOSTS = ['dichvucong', 'www', 'sotuphap', 'soyte', 'motcua'];
const ASCII = /[^a-z]/g;

function hostOf(body: MadeUpBody, index: number): string {
  const name = body.nameEn
    .replace(/ (Province|City)$/, '')
    .replace('Ministry of ', '')
    .toLowerCase()
    .replace(ASCII, '');
  return `${HOSTS[index]}.${name.slice(0, 14)}.gov.vn`;
}

function snippet(siteId: number): PortalWithSnippet['snippet'] {
  return {
    deployed: `<script type="text/javascript">
  var _govaq = window._govaq || [];
  _govaq.push(['trackPageView']);
  _govaq.push(['enableLinkTracking']);
  (function () {
    _govaq.push(['setTrackerUrl', 'https://emc.example.gov.vn/tracking']);
    _govaq.push(['setSiteId', '${siteId}']);
    var d = document, g = d.createElement('script'), s = d.getElementsByTagName('script')[0];
    g.type = 'text/javascript'; g.async = true; g.defer = true;
    g.src = 'https://emc.example.gov.vn/embed/gov-tracking.min.js';
    s.parentNode.insertBefore(g, s);
  })();
</script>`,
    oneLine: `<script defer src="https://emc.example.gov.vn/embed/gov-tracking.min.js" data-site="${siteId}"></script>`,
    noscript: `<noscript><img src="https://emc.example.gov.vn/tracking?idsite=${siteId}&amp;rec=1" alt="" style="border:0"></noscript>`,
  };
}

/** A register that forgets everything when it ends. Bodies and portals are made up from the table of bodies. */
export function createMadeUpRegister(clock: () => number) {
  const day = (instant_ms: number) => new Date(instant_ms + 7 * 3_600_000).toISOString().slice(0, 10);
  const iso = (instant_ms: number) => new Date(instant_ms).toISOString();
  const standing = (body: MadeUpBody, asOf: string) => body.validTo === null || asOf < body.validTo;
  const now = () => day(clock());

  const portals: PortalWithSnippet[] = BODIES.filter((body) => standing(body, now())).flatMap((body, place) =>
    Array.from({ length: 1 + Math.floor(chance(`${body.code} portals`) * 5) }, (_, index) => {
      const siteId = body.code === 'H56' && index === 0 ? 227 : 1000 + place * 10 + index;
      const luck =
        body.code === 'H56' ? 0.1 : chance(`${body.code} ${index} state`) + (chance(body.code) > 0.8 ? 0.3 : 0);
      const state =
        luck < 0.86 ? 'receiving' : luck < 0.95 ? 'interrupted' : luck < 1.05 ? 'registered' : 'interrupted';
      return {
        siteId,
        bodyCode: body.code,
        unitId: body.code === 'H56' && index > 1 ? 12 + index - 2 : null,
        kind: KINDS[index] ?? 'other',
        name: `${NAMES[index]} – ${body.nameVi}`,
        nameEn: `${NAMES_EN[index]}, ${body.nameEn}`,
        url: `https://${hostOf(body, index)}/`,
        allowedHosts: index === 0 ? [`*.${hostOf(body, index).split('.').slice(1).join('.')}`] : [],
        liveOn: '2024-04-05',
        registeredAt: '2024-03-01T02:00:00.000Z',
        retiredOn: null,
        state,
        lastHitAt:
          state === 'registered'
            ? null
            : iso(clock() - (state === 'receiving' ? 20_000 + chance(`${siteId}`) * 600_000 : 3 * 86_400_000)),
        snippet: snippet(siteId),
      };
    }),
  );
  const waiting = portals.find(({ bodyCode }) => bodyCode === 'H56');
  if (waiting !== undefined) {
    portals.push({
      ...waiting,
      siteId: WAITING_SITE,
      kind: 'information-page',
      name: 'Trang thông tin điện tử Sở Du lịch',
      nameEn: 'Department of Tourism',
      url: 'https://sodulich.thanhhoa.gov.vn/',
      allowedHosts: [],
      liveOn: null,
      state: 'registered',
      lastHitAt: null,
      snippet: snippet(WAITING_SITE),
    });
  }

  const units: Unit[] = [
    { id: 11, parentId: null, code: 'H56.1', nameVi: 'Ủy ban nhân dân tỉnh', nameEn: "Provincial People's Committee" },
    { id: 12, parentId: 11, code: 'H56.12', nameVi: 'Sở Tư pháp', nameEn: 'Department of Justice' },
    { id: 13, parentId: 11, code: 'H56.13', nameVi: 'Sở Y tế', nameEn: 'Department of Health' },
    {
      id: 14,
      parentId: 11,
      code: 'H56.14',
      nameVi: 'Sở Khoa học và Công nghệ',
      nameEn: 'Department of Science and Technology',
    },
    { id: 15, parentId: 12, code: null, nameVi: 'Phòng Công chứng số 1', nameEn: 'Notary Office No. 1' },
  ].map((unit) => ({ ...unit, bodyCode: 'H56', validFrom: null, validTo: null }));

  function connectionOf(code: string, asOf: string): BodyWithConnection['connection'] {
    if (asOf < '2025-07-01') {
      const total = 2 + Math.floor(chance(`${code} then`) * 12);
      const receiving = !LATE_IN_2024.has(code) ? total : chance(`${code} luck`) < 0.5 ? Math.ceil(total / 2) : 0;
      return {
        state: receiving === total ? 'connected' : receiving > 0 ? 'partly-connected' : 'not-connected',
        reason: MADE_UP_REASON,
        portals: total,
        receiving,
        systems: 1,
        systemsReceiving: receiving > 0 ? 1 : 0,
        lastHitAt: receiving > 0 ? '2025-01-01T02:00:00.000Z' : null,
      };
    }
    const own = portals.filter(({ bodyCode, state }) => bodyCode === code && state !== 'retired');
    const receiving = own.filter(({ state }) => state === 'receiving').length;
    const lastHitAt =
      own
        .map(({ lastHitAt: last }) => last)
        .filter((last) => last !== null)
        .sort()
        .at(-1) ?? null;
    return {
      state:
        own.length > 0 && receiving === own.length ? 'connected' : receiving > 0 ? 'partly-connected' : 'not-connected',
      reason: MADE_UP_REASON,
      portals: own.length,
      receiving,
      systems: 1,
      systemsReceiving: receiving > 0 ? 1 : 0,
      lastHitAt,
    };
  }

  const bodyOf = (body: MadeUpBody, asOf: string): BodyWithConnection => ({
    code: body.code,
    nameVi: body.nameVi,
    nameEn: body.nameEn,
    kind: body.kind,
    validFrom: null,
    validTo: body.validTo,
    successors: body.successor === null ? [] : [{ code: body.successor, on: body.validTo ?? '' }],
    predecessors: BODIES.filter(({ successor }) => successor === body.code).map(({ code, validTo }) => ({
      code,
      on: validTo ?? '',
    })),
    certainty: 'made up',
    connection: connectionOf(body.code, asOf),
  });

  return {
    portals,
    units,
    bodies: (asOf = now()) => BODIES.filter((body) => standing(body, asOf)).map((body) => bodyOf(body, asOf)),
    body: (code: string) => {
      const body = BODIES.find((known) => known.code === code);
      return body === undefined ? undefined : bodyOf(body, now());
    },
    add(portal: NewPortal): PortalWithSnippet {
      const siteId = portal.siteId ?? Math.max(9000, ...portals.map((known) => known.siteId)) + 1;
      const added: PortalWithSnippet = {
        siteId,
        bodyCode: portal.bodyCode,
        unitId: portal.unitId ?? null,
        kind: portal.kind,
        name: portal.name,
        nameEn: portal.nameEn ?? null,
        url: portal.url,
        allowedHosts: portal.allowedHosts ?? [],
        liveOn: portal.liveOn ?? null,
        registeredAt: iso(clock()),
        retiredOn: null,
        state: 'registered',
        lastHitAt: null,
        snippet: snippet(siteId),
      };
      portals.push(added);
      return added;
    },
    today: now,
  };
}
export type MadeUpRegister = ReturnType<typeof createMadeUpRegister>;
