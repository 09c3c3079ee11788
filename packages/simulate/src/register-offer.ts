import { type Catalogue, type Clock, EmcError, startOfDay, type Systems } from '@emc/contract';
import type { CountryPlan, PlannedProcedure, PlannedSystem } from './country.ts';
import { COUNTED_ON } from './plan-portals.ts';

const LEVELS = { full: 'toàn trình', partial: 'một phần', information: 'cung cấp thông tin' } as const;
const MORNING_MS = 9 * 3_600_000;
/** Since before anything is counted. */
const OFFERED_FROM = '2022-01-01';

export interface RegisterOffer {
  plan: CountryPlan;
  /** Make rooms that take this clock for the time: a body can be given systems only while it exists. */
  catalogueAt: (clock: Clock) => Catalogue;
  systemsAt: (clock: Clock) => Systems;
}

/** What was entered, for who sends in the systems' names. */
export interface Offered {
  /** Numbers of the register, by body. */
  systemIds: Map<string, number>;
  procedures: number;
}

/**
 * Enters the plan's procedures, by the same import as everybody's, and its systems. What is there already is left as it is.
 * @throws EmcError of the register
 */
export async function registerOffer({ plan, catalogueAt, systemsAt }: RegisterOffer): Promise<Offered> {
  const counted_ms = startOfDay(COUNTED_ON) + MORNING_MS;
  const report = await catalogueAt(() => counted_ms).importProcedures(
    { csv: procedureFile(plan.procedures), dryRun: false, endMissing: false },
    { changesPast: true },
  );
  const [problem] = report.problems;
  if (problem !== undefined)
    throw new EmcError('bad-request', `row ${problem.row}, ${problem.column}: ${problem.problem.en}`);
  const known = await systemsAt(() => counted_ms).listSystems({});
  const systemIds = new Map<string, number>();
  for (const system of plan.systems) {
    const found = known.items.find(({ name }) => name === system.name);
    systemIds.set(system.bodyCode, found?.id ?? (await enterSystem(system, systemsAt)));
  }
  return { systemIds, procedures: report.rows };
}

async function enterSystem(system: PlannedSystem, systemsAt: RegisterOffer['systemsAt']): Promise<number> {
  const systems = systemsAt(() => startOfDay(system.registeredOn) + MORNING_MS);
  const { bodyCode, name, agencyCode, siteId, address } = system;
  const { id } = await systems.addSystem({ bodyCode, name, agencyCode, siteId, addresses: [address] });
  return id;
}

/** In the form of docs/integrate/procedures.md. */
function procedureFile(procedures: readonly PlannedProcedure[]): string {
  const heading =
    'ma_co_quan,ma_thu_tuc,ten_thu_tuc,ma_linh_vuc,linh_vuc,muc_do,co_phi,thanh_toan_truc_tuyen,thoi_han_ngay,hieu_luc_tu';
  const yes = (is: boolean): string => (is ? 'có' : 'không');
  const lines = procedures.map((procedure) =>
    [
      procedure.bodyCode,
      procedure.code,
      procedure.name,
      procedure.fieldCode,
      procedure.field,
      LEVELS[procedure.level],
      yes(procedure.hasFee),
      yes(procedure.onlinePayment),
      String(procedure.statutoryDays),
      OFFERED_FROM,
    ]
      .map((cell) => `"${cell.replaceAll('"', '""')}"`)
      .join(','),
  );
  return [heading, ...lines].join('\n');
}
