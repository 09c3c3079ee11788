import { dayNumberOf, type DossierChannel } from '@emc/contract';
import { emptyDossierChange, type DossierChange, type ResultDelivery } from '@emc/event-store';
import { nameProcedure, nameUnit } from './codes.ts';
import { allowList, type Fields, type ReadOptions } from './fields.ts';
import { MUST_BE_SAID, nameFrom, STATUSES } from './national.ts';

/** What is read of a record of DongBoHoSoMC (domain.md 4); everything about the applicant but the kind is left out. */
export const SYNCHRONISATION_FIELDS = allowList([
  'MaHoSo',
  'MaTTHC',
  'DonViXuLy',
  'KenhThucHien',
  'NgayNopHoSo',
  'NgayTiepNhan',
  'NgayHenTra',
  'NgayKetThucXuLy',
  'NgayTra',
  'NgayTuChoi',
  'TrangThaiHoSo',
  'HinhThuc',
  'LoaiDoiTuong',
  'NoiNopHoSo',
  'DuocThanhToanTrucTuyen',
  'TaiLieuNop',
  'DanhSachLePhi',
  'DanhSachHoSoBoSung',
  'DanhSachGiayToKetQua',
  'DSKetNoiCSDL',
]);
const COMPONENT_FIELDS = allowList(['DuocSoHoa', 'DuocTaiSuDung']);
const FEE_FIELDS = allowList(['Gia']);
const SUPPLEMENT_FIELDS = allowList(['NgayBoSung', 'NgayTiepNhanBoSung']);
const RESULT_FIELDS = allowList(['MaGiayToKetQua', 'DuongDanTepTinKetQua']);

const CHANNELS: ReadonlyMap<string, DossierChannel> = new Map([
  ['1', 'direct'],
  ['2', 'online'],
  ['3', 'post'],
]);
const LARGEST_UINT8 = 255;
const LARGEST_UINT16 = 65_535;
const LARGEST_UINT32 = 4_294_967_295;

/** The whole of a dossier as its system sees it at its version: the latest instant that the record itself names. */
export function readSynchronised(fields: Fields, options: ReadOptions): DossierChange {
  const times = readTimes(fields, options.now_ms);
  const supplements = readSupplements(fields, options.now_ms);
  // Not spread into one call: a record may name more supplements than a call takes arguments.
  const version_ms = supplements.reduce(
    (latest_ms, { from_ms, to_ms }) => Math.max(latest_ms, from_ms, to_ms),
    Math.max(...Object.values(times)),
  );
  if (version_ms === 0 && !namesTime(fields)) fields.fault('NgayTiepNhan', 'bad-time', MUST_BE_SAID);
  const kind = fields.text('LoaiDoiTuong');
  const { dossier, coded_ms } = nameFrom(fields, options);
  const { components, digitised, reused } = countComponents(fields);
  const { hasFee, paidOnline } = readPayment(fields);
  // Field by field: putting an object together of several takes as long as reading the record.
  return {
    ...emptyDossierChange(),
    systemId: options.systemId,
    received_ms: options.now_ms,
    feed: 'synchronisation',
    dossier,
    coded_ms,
    procedure: nameProcedure(fields.text('MaTTHC'), options.redaction),
    unit: nameUnit(fields.text('DonViXuLy')),
    version_ms,
    status: fields.choice('TrangThaiHoSo', STATUSES) ?? 0,
    channel: fields.choice('KenhThucHien', CHANNELS, 'direct') ?? 'unknown',
    submitted_ms: times.submitted_ms,
    receivedByDesk_ms: times.receivedByDesk_ms,
    due_ms: fields.dueTime('NgayHenTra'),
    processed_ms: times.processed_ms,
    returned_ms: times.returned_ms,
    refused_ms: times.refused_ms,
    supplement_s: Math.min(LARGEST_UINT32, secondsOf(supplements, handlingOf(times, version_ms))),
    supplements: Math.min(LARGEST_UINT8, supplements.length),
    delivery: readDelivery(fields),
    hasFee,
    paidOnline,
    fromNationalPortal: fields.text('NoiNopHoSo') === '1',
    applicantKind: /^[1-4]$/.test(kind) ? Number(kind) : 0,
    components,
    digitised,
    reused,
    databases: Math.min(LARGEST_UINT16, fields.count('DSKetNoiCSDL')),
    updating: options.updating,
  };
}

const INSTANTS = ['NgayNopHoSo', 'NgayTiepNhan', 'NgayKetThucXuLy', 'NgayTra', 'NgayTuChoi'] as const;

function readTimes(fields: Fields, now_ms: number) {
  const [submitted_ms, receivedByDesk_ms, processed_ms, returned_ms, refused_ms] = INSTANTS.map((name) =>
    fields.time(name, now_ms),
  ) as [number, number, number, number, number];
  return { submitted_ms, receivedByDesk_ms, processed_ms, returned_ms, refused_ms };
}

/** Whether a time is named, be it a wrong one, which is a fault already. */
function namesTime(fields: Fields): boolean {
  return INSTANTS.some((name) => fields.text(name) !== '');
}

interface Supplement {
  from_ms: number;
  /** 0 = the applicant has not answered yet. */
  to_ms: number;
}

function readSupplements(fields: Fields, now_ms: number): Supplement[] {
  return fields.list('DanhSachHoSoBoSung', SUPPLEMENT_FIELDS).map((one) => ({
    from_ms: one.time('NgayBoSung', now_ms),
    to_ms: one.time('NgayTiepNhanBoSung', now_ms),
  }));
}

type Times = ReturnType<typeof readTimes>;

/**
 * From when to when it was handled, as far as the record tells: what lies outside cannot have held it up. An end on a day before
 * the receipt cannot be and ends nothing.
 */
function handlingOf(
  { submitted_ms, receivedByDesk_ms, processed_ms, returned_ms, refused_ms }: Times,
  version_ms: number,
) {
  const from_ms = receivedByDesk_ms || submitted_ms;
  const day = from_ms === 0 ? 0 : dayNumberOf(from_ms);
  const end_ms = [processed_ms, returned_ms, refused_ms].find((time_ms) => time_ms > 0 && dayNumberOf(time_ms) >= day);
  return { from_ms, to_ms: end_ms ?? version_ms };
}

/**
 * Time under at least one request while it was handled, whole seconds; a request that is open lasts to the end of that.
 * An instant counts once, however many requests name it.
 */
function secondsOf(supplements: readonly Supplement[], handling: { from_ms: number; to_ms: number }): number {
  const asked = supplements
    .filter(({ from_ms }) => from_ms > 0)
    .map(({ from_ms, to_ms }) => ({ from_ms, to_ms: Math.min(to_ms || handling.to_ms, handling.to_ms) }))
    .sort((a, b) => a.from_ms - b.from_ms);
  let sum_ms = 0;
  let counted_ms = handling.from_ms;
  for (const { from_ms, to_ms } of asked) {
    sum_ms += Math.max(0, to_ms - Math.max(from_ms, counted_ms));
    counted_ms = Math.max(counted_ms, to_ms);
  }
  return sum_ms / 1000;
}

function countComponents(fields: Fields): { components: number; digitised: number; reused: number } {
  const components = fields.list('TaiLieuNop', COMPONENT_FIELDS);
  const count = (has: (one: Fields) => boolean): number => Math.min(LARGEST_UINT16, components.filter(has).length);
  return {
    components: count(() => true),
    digitised: count((one) => one.text('DuocSoHoa') === '1'),
    reused: count((one) => /^[12]$/.test(one.text('DuocTaiSuDung'))),
  };
}

function readPayment(fields: Fields): { hasFee: boolean; paidOnline: boolean } {
  return {
    hasFee: fields.list('DanhSachLePhi', FEE_FIELDS).some((fee) => /[1-9]/.test(fee.text('Gia'))),
    paidOnline: /^[12]$/.test(fields.text('DuocThanhToanTrucTuyen')),
  };
}

/**
 * A result with code and link is electronic; one that is fetched at a desk all the same takes a visit (Decree 307/2025/NĐ-CP,
 * Annex item 12: returned online, and no visit), so both are kept.
 */
function readDelivery(fields: Fields): ResultDelivery {
  const results = fields.list('DanhSachGiayToKetQua', RESULT_FIELDS);
  const form = fields.text('HinhThuc');
  if (results.some((one) => one.text('MaGiayToKetQua') !== '' && one.text('DuongDanTepTinKetQua') !== ''))
    return form === '0' ? 'desk-electronic' : 'electronic';
  return form === '0' ? 'desk' : form === '1' ? 'post' : 'unknown';
}
