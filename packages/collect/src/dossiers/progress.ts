import { emptyDossierChange, type DossierChange } from '@emc/event-store';
import { allowList, type Fields, type ReadOptions } from './fields.ts';
import { MUST_BE_SAID, nameFrom, STATUSES } from './national.ts';

/** What is read of a record of CapNhatTienDoHoSoMC; who handled it, and what was written about it, is not in it. */
export const PROGRESS_FIELDS = allowList(['MaHoSo', 'ThoiDiemXuLy', 'TrangThai']);

/** A step of a dossier's handling: that it had a status at an instant. */
export function readProgress(fields: Fields, options: ReadOptions): DossierChange {
  const version_ms = fields.time('ThoiDiemXuLy', options.now_ms);
  if (version_ms === 0 && fields.text('ThoiDiemXuLy') === '') fields.fault('ThoiDiemXuLy', 'bad-time', MUST_BE_SAID);
  return {
    ...emptyDossierChange(),
    ...nameFrom(fields, options),
    systemId: options.systemId,
    received_ms: options.now_ms,
    feed: 'progress',
    version_ms,
    status: fields.choice('TrangThai', STATUSES) ?? 0,
  };
}
