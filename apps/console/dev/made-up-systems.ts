import { CONTRADICTION_WORDS } from '@emc/contract';
import type {
  CampaignDetail,
  ContradictedDossiers,
  ImportReport,
  OneDossier,
  Proposal,
  RecentChanges,
  System,
} from '@emc/contract';
import { madeUpBoard } from './made-up-connection.ts';
import type { MadeUpRegister } from './made-up-register.ts';

const iso = (instant_ms: number) => new Date(instant_ms).toISOString();

/** Three systems of Thanh Hóa and one of Đà Nẵng, in every state but retired. */
export function madeUpSystems(now_ms: number): System[] {
  const system = (id: number, change: Partial<System>): System => ({
    id,
    bodyCode: 'H56',
    name: 'Hệ thống thông tin giải quyết thủ tục hành chính',
    agencyCode: 'H56',
    siteId: null,
    addresses: [],
    registeredAt: '2024-01-05T02:00:00.000Z',
    retiredOn: null,
    state: 'receiving',
    lastChangeAt: iso(now_ms - 40_000),
    ...change,
  });
  return [
    system(12, { siteId: 227, addresses: ['203.0.113.7', '203.0.113.16/28'] }),
    system(13, {
      name: 'Hệ thống một cửa của Sở Tư pháp',
      agencyCode: 'H56.12',
      state: 'interrupted',
      lastChangeAt: iso(now_ms - 80 * 3_600_000),
    }),
    system(14, { name: 'Hệ thống đất đai', agencyCode: null, state: 'registered', lastChangeAt: null }),
    system(15, { bodyCode: 'H17', name: 'Một cửa Đà Nẵng', agencyCode: 'H17' }),
  ];
}

/** What system 12 sends by three feeds, and one refusal; nothing of the others. Whoever asks further back than an hour sees a night's run. */
export function madeUpChanges(systemId: number, now_ms: number, minutes: number): RecentChanges {
  const change = (age_s: number, feed: string, status: number, channel: string) => ({
    at: iso(now_ms - age_s * 1000),
    feed,
    dossier: `000.00.12.H56-261122-${String(1000 + age_s)}`,
    procedure: '1.000123',
    status,
    channel,
  });
  return {
    systemId,
    asOf: iso(now_ms),
    changes:
      systemId === 12
        ? [
            change(40, 'synchronisation', 2, 'online'),
            change(95, 'tracking', 4, 'unknown'),
            change(240, 'progress', 9, 'unknown'),
            change(700, 'synchronisation', 10, 'post'),
            ...Array.from({ length: minutes > 60 ? 26 : 0 }, (_, index) =>
              change(30_000 + index * 7, 'synchronisation', 10, 'online'),
            ),
          ]
        : [],
    drops:
      systemId === 12
        ? [
            {
              minute: iso(now_ms - 300_000),
              reason: 'bad-time',
              count: 3,
              meaning: {
                vi: 'Thời điểm không đúng dạng yyyyMMddHHmmss hoặc ở tương lai.',
                en: 'A time is not of the form yyyyMMddHHmmss, or lies in the future.',
              },
            },
          ]
        : [],
  };
}

/** A dossier that ended late, whatever code is asked for; none when it ends in 9999. */
export function madeUpDossier(systemId: number, dossier: string, now_ms: number): OneDossier | undefined {
  if (dossier.endsWith('9999')) return undefined;
  const day_ms = 86_400_000;
  return {
    systemId,
    dossier,
    asOf: iso(now_ms),
    synced: true,
    procedure: '1.000123',
    channel: 'online',
    receivedAt: iso(now_ms - 12 * day_ms),
    dueAt: iso(now_ms - 5 * day_ms),
    endedAt: iso(now_ms - 3 * day_ms),
    onTime: false,
    processingSeconds: 9 * 86_400,
    delivery: 'electronic',
    fromHome: true,
    contradictions: [],
    hasFee: true,
    paidOnline: true,
    changes: [
      { at: iso(now_ms - 3 * day_ms), feed: 'synchronisation', status: 10, channel: 'online' },
      { at: iso(now_ms - 12 * day_ms), feed: 'tracking', status: 2, channel: 'online' },
    ],
  };
}

/** A campaign whose limit has passed and one that is running. */
export function madeUpCampaigns(register: MadeUpRegister, now_ms: number): CampaignDetail[] {
  const today = register.today();
  const day = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  const { items } = madeUpBoard(register, today, now_ms);
  const campaign = (id: number, name: string, limit: string): CampaignDetail => {
    const passed = limit < today;
    const proposals = items
      .filter(({ state }) => state !== 'connected')
      .map((body): Proposal => ({
        bodyCode: body.bodyCode,
        nameVi: body.nameVi,
        nameEn: body.nameEn,
        stateAtLimit: passed ? body.state : null,
        stateNow: body.state,
        reason: body.reason,
        decision: null,
        decidedBy: null,
        decidedAt: null,
        decisionReason: null,
      }));
    return {
      id,
      name,
      document: '35/CĐS-ĐLGS ngày 05/01/2026',
      limit,
      createdAt: '2026-01-05T02:00:00.000Z',
      passed,
      counts: {
        bodies: items.length,
        connected: items.length - proposals.length,
        proposed: proposals.length,
        decided: 0,
      },
      proposals,
    };
  };
  return [campaign(1, 'Hoàn thành kết nối quý III', day(-20)), campaign(2, 'Hoàn thành kết nối năm 2026', day(30))];
}

/** A file without its heading is refused; a row that says `sai` has a wrong level. */
export function madeUpImport(sent: { csv: string; dryRun: boolean }): ImportReport {
  const lines = sent.csv.trim().split('\n');
  const problems: ImportReport['problems'] = lines.flatMap((line, index) =>
    index > 0 && line.includes('sai')
      ? [
          {
            row: index + 1,
            column: 'muc_do',
            problem: { vi: '"sai" không phải mức độ', en: '"sai" is not a level' },
            remedy: {
              vi: 'Ghi Toàn trình, Một phần hoặc Cung cấp thông tin.',
              en: 'Write full, partial or information.',
            },
          },
        ]
      : [],
  );
  return {
    dryRun: sent.dryRun,
    applied: !sent.dryRun && problems.length === 0,
    rows: lines.length - 1,
    added: lines.length - 1 - problems.length,
    changed: 0,
    unchanged: 0,
    ended: 0,
    problems,
    problemCount: problems.length,
  };
}

/** One dossier of a system ended before it was received. */
export function madeUpContradicted(systemId: number, today: string, now_ms: number): ContradictedDossiers {
  const code = 'end-before-receipt';
  const items = [
    { dossier: '000.00.01.H56-240115-0007', day: today, contradictions: [{ code, words: CONTRADICTION_WORDS[code] }] },
  ] as const;
  return {
    systemId,
    period: { from: `${today.slice(0, 8)}01`, to: today },
    asOf: iso(now_ms),
    total: systemId === 1 ? 1 : 0,
    items: systemId === 1 ? items.map((one) => ({ ...one, contradictions: [...one.contradictions] })) : [],
  };
}
