import type { Health, RefusedItem, RefusedList } from '@emc/contract';

const iso = (instant_ms: number) => new Date(instant_ms).toISOString();

/** Everything is well but one segment that waits for a person. */
export function madeUpHealth(now_ms: number): Health {
  return {
    status: 'degraded',
    stores: { events: { ok: true, detail: null }, control: { ok: true, detail: null } },
    loader: { oldestUnloadedMs: 800, loadedThrough: iso(now_ms - 800), failing: false, setAside: 1 },
    spool: { accepting: true, failing: false, usedBytes: 10_000, limitBytes: 10_000_000 },
  };
}

/** Refusals of two portals of Thanh Hóa, of one of its systems, and of a host with a siteId that nobody registered. */
export function madeUpRefused(search: URLSearchParams, now_ms: number): RefusedList {
  const body = search.get('body');
  const item = (
    kind: RefusedItem['kind'],
    id: number,
    name: string | null,
    rest: Partial<RefusedItem>,
  ): RefusedItem => ({
    kind,
    id,
    name,
    bodyCode: name === null ? null : 'H56',
    reason: 'wrong-host',
    meaning: {
      vi: 'Trang có mã nằm ở tên miền không thuộc cổng này. Nếu đúng là của cổng, thêm tên miền vào danh sách được phép.',
      en: 'The page with the code is on a host that is not of this portal. If it should be, add the host to the allowed ones.',
    },
    count: 41,
    firstAt: iso(now_ms - 9 * 3_600_000),
    lastAt: iso(now_ms - 240_000),
    sample: '',
    ...rest,
  });
  const items = [
    item('portal', 0, null, {
      reason: 'unknown-site',
      meaning: { vi: 'siteId chưa được đăng ký.', en: 'The siteId is not registered.' },
      count: 1204,
      sample: 'trang-la.example.vn',
    }),
    item('portal', 227, 'Cổng dịch vụ công tỉnh Thanh Hóa', { sample: 'thu-nghiem.thanhhoa.gov.vn/tin-tuc' }),
    item('system', 12, 'Hệ thống thông tin giải quyết thủ tục hành chính', {
      reason: 'bad-time',
      meaning: {
        vi: 'Một mốc thời gian không đúng dạng yyyyMMddHHmmss hoặc ngoài khoảng cho phép.',
        en: 'A time is not of the form yyyyMMddHHmmss or out of the allowed range.',
      },
      count: Number(search.get('hours') ?? 24) > 24 ? 96 : 3,
    }),
  ];
  const shown = items.filter(({ bodyCode }) => body === null || bodyCode === body);
  return { asOf: iso(now_ms), hours: Number(search.get('hours') ?? 24), items: shown, leftOut: 318 };
}
