import type { MeasureId, Period } from '@emc/contract';

interface MeasureWords {
  vi: string;
  en: string;
  /** Where the number can be seen with what it is made of. */
  seenIn: 'catalogue' | 'dossiers' | 'connection' | 'portal-days';
}

/** The measures as readers are told of them; what they mean exactly is in MEASURES of the contract. */
export const MEASURE_WORDS: Record<MeasureId, MeasureWords> = {
  'procedures.total': { vi: 'thủ tục hành chính', en: 'procedures', seenIn: 'catalogue' },
  'procedures.full': { vi: 'thủ tục toàn trình', en: 'full online procedures', seenIn: 'catalogue' },
  'procedures.partial': { vi: 'thủ tục một phần', en: 'partial online procedures', seenIn: 'catalogue' },
  'procedures.online': { vi: 'thủ tục cung cấp trực tuyến', en: 'procedures provided online', seenIn: 'catalogue' },
  'procedures.online_with_dossiers': {
    vi: 'thủ tục trực tuyến có hồ sơ nộp trực tuyến',
    en: 'online procedures with online dossiers',
    seenIn: 'dossiers',
  },
  'procedures.with_fee': { vi: 'thủ tục có phí, lệ phí', en: 'procedures with a fee', seenIn: 'catalogue' },
  'procedures.with_fee_payable_online': {
    vi: 'thủ tục có phí, lệ phí được thanh toán trực tuyến',
    en: 'procedures with a fee that can be paid online',
    seenIn: 'catalogue',
  },
  'procedures.with_fee_paid_online': {
    vi: 'thủ tục có phí, lệ phí phát sinh thanh toán trực tuyến',
    en: 'procedures with a fee that was paid online',
    seenIn: 'dossiers',
  },
  'dossiers.received': { vi: 'hồ sơ tiếp nhận', en: 'dossiers received', seenIn: 'dossiers' },
  'dossiers.online': { vi: 'hồ sơ nộp trực tuyến', en: 'dossiers received online', seenIn: 'dossiers' },
  'dossiers.full_online': { vi: 'hồ sơ trực tuyến toàn trình', en: 'dossiers handled full-online', seenIn: 'dossiers' },
  'dossiers.finished': { vi: 'hồ sơ đã giải quyết', en: 'dossiers finished', seenIn: 'dossiers' },
  'dossiers.on_time': { vi: 'hồ sơ đúng hạn', en: 'dossiers finished on time', seenIn: 'dossiers' },
  'dossiers.late': { vi: 'hồ sơ quá hạn', en: 'dossiers finished late', seenIn: 'dossiers' },
  'dossiers.without_due_time': {
    vi: 'hồ sơ không có hạn giải quyết',
    en: 'dossiers finished without a due time',
    seenIn: 'dossiers',
  },
  'dossiers.with_fee': { vi: 'hồ sơ có phí, lệ phí', en: 'dossiers with a fee', seenIn: 'dossiers' },
  'dossiers.paid_online': { vi: 'hồ sơ thanh toán trực tuyến', en: 'dossiers paid online', seenIn: 'dossiers' },
  'portals.expected': { vi: 'cổng, trang phải gửi số liệu', en: 'portals expected to send', seenIn: 'connection' },
  'portals.receiving': { vi: 'cổng, trang đang gửi số liệu', en: 'portals sending', seenIn: 'connection' },
  'portal_days.expected': {
    vi: 'ngày phải hoạt động của cổng, trang',
    en: 'portal-days expected',
    seenIn: 'portal-days',
  },
  'portal_days.used': { vi: 'ngày có người sử dụng cổng, trang', en: 'portal-days with use', seenIn: 'portal-days' },
  'systems.expected': { vi: 'hệ thống phải gửi hồ sơ', en: 'systems expected to send', seenIn: 'connection' },
  'systems.receiving': { vi: 'hệ thống đang gửi hồ sơ', en: 'systems sending', seenIn: 'connection' },
};

/**
 * Address of the API at which a body's number can be seen.
 * @param mapDay the day of the catalogue and of the connection: the last of the period, today at most
 */
export function sourceOf(id: MeasureId, bodyCode: string, period: Period, mapDay: string): string {
  const body = `/api/v1/bodies/${bodyCode}`;
  const range = `from=${period.from}&to=${period.to}`;
  switch (MEASURE_WORDS[id].seenIn) {
    case 'catalogue':
      return `/api/v1/procedures?body=${bodyCode}&asOf=${mapDay}`;
    case 'dossiers':
      return `${body}/dossiers?${range}`;
    case 'connection':
      return `${body}/connection?asOf=${mapDay}`;
    case 'portal-days':
      return `${body}/portal-days?${range}`;
  }
}
