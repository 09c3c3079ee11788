import { DOSSIER_CHANNELS, DOSSIER_FEEDS, type DossierChannel, type DossierFeed } from '@emc/contract';
import fc from 'fast-check';
import { emptyDossierChange, RESULT_DELIVERIES, type DossierChange, type ResultDelivery } from '../src/index.ts';

const FIRST_MS = Date.UTC(2024, 0, 8, 3);
const HOUR_MS = 3_600_000;
const names = <Name extends string>(table: Record<Name, number>): Name[] => Object.keys(table) as Name[];
/** Few instants, so that two changes often name the same one. */
const instant = fc.integer({ min: 0, max: 60 }).map((hours) => FIRST_MS + hours * 5 * HOUR_MS);
const said = fc.oneof(instant, fc.constant(0));
const small = fc.integer({ min: 0, max: 3 });

/**
 * Changes of a few dossiers of a few systems, all received in one month, so that they can stand in one block.
 * @param firstSystem of three systems
 */
export function arbitraryDossierChange(firstSystem: number): fc.Arbitrary<DossierChange> {
  const any: { [Key in keyof DossierChange]: fc.Arbitrary<DossierChange[Key]> } = {
    systemId: fc.integer({ min: firstSystem, max: firstSystem + 2 }),
    received_ms: fc.integer({ min: 0, max: 10 * 86_400_000 }).map((after_ms) => FIRST_MS + after_ms),
    feed: fc.constantFrom<DossierFeed>(...names(DOSSIER_FEEDS)),
    dossier: fc.constantFrom('H56-240108-0001', 'H56-240108-0002', 'x-0123456789abcdef0123456789abcdef'),
    coded_ms: fc.constantFrom(0, Date.UTC(2024, 0, 7, 17)),
    procedure: fc.constantFrom('', '1.000123', '1.000124', 'Thủ tục Ă', 'TTHC'),
    unit: fc.constantFrom('', 'H56', 'H56.12'),
    version_ms: instant,
    status: fc.integer({ min: 0, max: 10 }),
    channel: fc.constantFrom<DossierChannel>(...names(DOSSIER_CHANNELS)),
    declaredLevel: fc.constantFrom(0, 1, 3, 4, 255),
    submitted_ms: said,
    receivedByDesk_ms: said,
    due_ms: said,
    processed_ms: said,
    returned_ms: said,
    refused_ms: said,
    supplement_s: fc.integer({ min: 0, max: 4_294_967_295 }),
    supplements: small,
    delivery: fc.constantFrom<ResultDelivery>(...names(RESULT_DELIVERIES)),
    hasFee: fc.boolean(),
    paidOnline: fc.boolean(),
    fromNationalPortal: fc.boolean(),
    applicantKind: small,
    components: small,
    digitised: small,
    reused: small,
    databases: small,
    updating: fc.boolean(),
  };
  return fc.record(any).map((change) => asSent({ ...emptyDossierChange(), ...change }));
}

/** A tracking record names no time, and the others name one. */
function asSent(change: DossierChange): DossierChange {
  return change.feed === 'tracking' ? { ...change, version_ms: 0 } : change;
}
