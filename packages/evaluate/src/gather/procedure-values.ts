import type { BodyMeasures, CatalogueEntry, DossierCounts, ProcedureDossiers } from '@emc/contract';

type Values = BodyMeasures['values'];

/**
 * What the catalogue of one body gives, and what dossiers did with it.
 * @param entries of the body; none = nobody entered its catalogue, and nothing is known
 * @param dossiers of the body by procedure; undefined = no system of it has ever sent
 */
export function procedureValues(
  entries: readonly CatalogueEntry[],
  dossiers: readonly ProcedureDossiers[] | undefined,
): Values {
  if (entries.length === 0) return {};
  const online = entries.filter(({ level }) => level !== 'information');
  const withFee = entries.filter(({ hasFee }) => hasFee);
  const countsOf = new Map((dossiers ?? []).map(({ code, counts }) => [code, counts]));
  const having = (list: readonly CatalogueEntry[], what: 'receivedOnline' | 'paidOnline') =>
    dossiers === undefined ? null : list.filter(({ code }) => (countsOf.get(code)?.[what] ?? 0) > 0).length;
  return {
    'procedures.total': entries.length,
    'procedures.full': entries.filter(({ level }) => level === 'full').length,
    'procedures.partial': entries.filter(({ level }) => level === 'partial').length,
    'procedures.online': online.length,
    'procedures.online_with_dossiers': having(online, 'receivedOnline'),
    'procedures.with_fee': withFee.length,
    'procedures.with_fee_payable_online': withFee.filter(({ onlinePayment }) => onlinePayment).length,
    'procedures.with_fee_paid_online': having(withFee, 'paidOnline'),
  };
}

/** Null in, nothing known out. */
export function dossierValues(totals: DossierCounts | null): Values {
  if (totals === null) return {};
  return {
    'dossiers.received': totals.received,
    'dossiers.online': totals.receivedOnline,
    'dossiers.full_online': totals.fullOnline,
    'dossiers.finished': totals.finished,
    'dossiers.on_time': totals.onTime,
    'dossiers.late': totals.late,
    'dossiers.without_due_time': totals.withoutDueTime,
    'dossiers.with_fee': totals.withFee,
    'dossiers.paid_online': totals.paidOnline,
  };
}
