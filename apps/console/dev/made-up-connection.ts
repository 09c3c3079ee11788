import type {
  BodyConnection,
  BodyConnectionDetail,
  BodyWithConnection,
  ConnectionBoard,
  ConnectionRule,
  PortalConnection,
  PortalWithSnippet,
  SystemConnection,
} from '@emc/contract';
import { chance, type MadeUpRegister } from './made-up-register.ts';

const DAY_MS = 86_400_000;
const RULE: ConnectionRule = {
  version: 'emc-2024-1',
  validFrom: '2024-01-01',
  nameVi: 'Quy tắc kết nối năm 2024',
  nameEn: 'Connection rule of 2024',
  legalBasis: { vi: 'Nghị định 42/2022/NĐ-CP', en: 'Decree 42/2022/NĐ-CP' },
  portalWindowHours: 24,
  systemWindowHours: 72,
  requiredPortalKinds: ['public-service-portal', 'information-portal'],
  otherPortalsShare: 0.8,
  minimumPortals: 1,
  minimumSystems: 1,
  systemsShare: 1,
};

const REASONS = {
  connected: {
    vi: 'Mọi cổng bắt buộc, đủ số cổng khác và hệ thống giải quyết thủ tục hành chính đang gửi dữ liệu.',
    en: 'Every required portal, enough of the others and the procedure system are sending data.',
  },
  'partly-connected': {
    vi: 'Một phần cổng hoặc hệ thống phải kết nối đang không gửi dữ liệu.',
    en: 'Some of the portals or systems that must be connected are not sending data.',
  },
  'not-connected': {
    vi: 'Không nhận được dữ liệu nào từ cổng và hệ thống của cơ quan.',
    en: 'Nothing is received from any portal or system of the body.',
  },
} as const;

const ORDER = { 'not-connected': 0, 'partly-connected': 1, connected: 2 } as const;
const ministry = ({ kind }: BodyConnection) => kind === 'ministry' || kind === 'government-agency';

function deadlineOn(asOf: string): NonNullable<BodyConnection['nextDeadline']> {
  const daysLeft = Math.round((Date.parse('2025-04-05') - Date.parse(asOf)) / DAY_MS);
  return { day: '2025-04-05', rule: 'existing', passed: daysLeft < 0, daysLeft };
}

function bodyConnection(body: BodyWithConnection, asOf: string): BodyConnection {
  const { state, portals, receiving } = body.connection;
  const silent = portals - receiving;
  const missing = [
    ...(silent > 0 ? [{ vi: `${silent} cổng chưa gửi dữ liệu`, en: `${silent} portals send nothing` }] : []),
    ...(state === 'not-connected'
      ? [{ vi: 'Hệ thống giải quyết thủ tục hành chính', en: 'The procedure-handling system' }]
      : []),
  ];
  return {
    bodyCode: body.code,
    nameVi: body.nameVi,
    nameEn: body.nameEn,
    kind: body.kind,
    state,
    reason: REASONS[state],
    portals: { expected: portals, receiving },
    systems: { expected: 1, receiving: state === 'not-connected' ? 0 : 1 },
    missing,
    missingCount: silent + (state === 'not-connected' ? 1 : 0),
    nextDeadline: silent > 0 ? deadlineOn(asOf) : null,
    changedOn:
      chance(`${body.code} changed`) < 0.3 ? new Date(Date.parse(asOf) - 9 * DAY_MS).toISOString().slice(0, 10) : null,
  };
}

function countsOf(items: readonly BodyConnection[]) {
  const count = (state: BodyConnection['state']) => items.filter((item) => item.state === state).length;
  return {
    bodies: items.length,
    connected: count('connected'),
    partly: count('partly-connected'),
    not: count('not-connected'),
  };
}

export function madeUpBoard(register: MadeUpRegister, asOf: string, now_ms: number): ConnectionBoard {
  const items = register
    .bodies(asOf)
    .map((body) => bodyConnection(body, asOf))
    .sort((a, b) => ORDER[a.state] - ORDER[b.state] || a.bodyCode.localeCompare(b.bodyCode));
  const counts = countsOf(items);
  return {
    asOf,
    judgedAt: new Date(now_ms).toISOString(),
    rule: RULE,
    counts,
    byKind: {
      ministries: countsOf(items.filter(ministry)),
      provinces: countsOf(items.filter((item) => !ministry(item))),
    },
    trend: Array.from({ length: 30 }, (_, index) => {
      const day = new Date(Date.parse(asOf) - (29 - index) * DAY_MS).toISOString().slice(0, 10);
      if (index === 11 || index === 12) return { day, connected: null, partly: null, not: null };
      const connected = counts.connected - Math.round((29 - index) * 0.25);
      return { day, connected, partly: counts.partly, not: counts.bodies - connected - counts.partly };
    }),
    items,
  };
}

export function madeUpPortalConnection(portal: PortalWithSnippet, now_ms: number): PortalConnection {
  const { siteId, bodyCode, name, url, kind, state, lastHitAt } = portal;
  const well = state === 'receiving';
  const seen = chance(`${siteId} seen`) < 0.5;
  return {
    siteId,
    bodyCode,
    name,
    url,
    kind,
    state,
    reason: well
      ? { vi: 'Có lượt được tính trong 24 giờ qua.', en: 'Something was counted within the last 24 hours.' }
      : {
          vi: 'Không có lượt nào được tính trong 24 giờ qua.',
          en: 'Nothing was counted within the last 24 hours.',
        },
    remedy: well
      ? null
      : {
          vi: 'Kiểm tra mã giám sát còn nằm trong mọi trang và tường lửa không chặn địa chỉ thu nhận.',
          en: 'See that every page still carries the monitoring code and that no firewall blocks the collector.',
        },
    lastHitAt,
    lastCheck: {
      at: new Date(now_ms - 5_400_000).toISOString(),
      outcome: well || seen ? 'carries-code' : 'no-code',
      status: 200,
      siteIds: well || seen ? [String(siteId)] : [],
      detail:
        well || seen
          ? { vi: 'Trang có mã giám sát với đúng siteId.', en: 'The page carries the code with the right siteId.' }
          : { vi: 'Không tìm thấy mã giám sát trên trang.', en: 'No monitoring code was found in the page.' },
    },
    foreignHits: well ? 12 : 0,
    deadline: well ? null : deadlineOn(new Date(now_ms).toISOString().slice(0, 10)),
  };
}

export function madeUpBodyConnection(
  register: MadeUpRegister,
  body: BodyWithConnection,
  asOf: string,
  now_ms: number,
): BodyConnectionDetail {
  const systems: SystemConnection[] = [
    {
      systemId: 12,
      bodyCode: body.code,
      name: 'Hệ thống thông tin giải quyết thủ tục hành chính',
      state: body.connection.state === 'not-connected' ? 'registered' : 'receiving',
      reason:
        body.connection.state === 'not-connected'
          ? { vi: 'Đã đăng ký, chưa nhận được hồ sơ nào.', en: 'Registered; no dossier was ever received.' }
          : {
              vi: 'Nhận thay đổi hồ sơ gần nhất chưa đến một giờ trước.',
              en: 'A dossier change arrived less than an hour ago.',
            },
      remedy:
        body.connection.state === 'not-connected'
          ? {
              vi: 'Cấu hình khóa và địa chỉ nhận trong hệ thống, rồi gửi thử một hồ sơ.',
              en: 'Set key and address in the system, then send one dossier.',
            }
          : null,
      lastChangeAt: body.connection.state === 'not-connected' ? null : new Date(now_ms - 1_800_000).toISOString(),
    },
  ];
  return {
    asOf,
    judgedAt: new Date(now_ms).toISOString(),
    rule: RULE,
    body: bodyConnection(body, asOf),
    portals: register.portals
      .filter(({ bodyCode, state }) => bodyCode === body.code && state !== 'retired')
      .map((portal) => madeUpPortalConnection(portal, now_ms)),
    systems,
  };
}
