import { COUNTED_ON } from '@emc/simulate';
import { type Clock, startOfDay } from '@emc/contract';
import { serve } from './serve.ts';
import { SettingError } from './settings.ts';
import { fillCountry } from './simulate/fill-country.ts';
import { goLive } from './simulate/go-live.ts';

interface SimulateOptions {
  scenario: string;
  seed: string;
  days?: string;
  scale: string;
  serve?: boolean;
}

/** A time to simulate, and where it is kept. */
interface Scenario {
  clock: () => Clock;
  /** Of history, when nothing else is said. */
  days: string;
  dataDir: string;
}

/** It is nine o'clock in the morning when the program starts; from there time goes on as usual. */
const START_HOUR_MS = 9 * 3_600_000;

const SCENARIOS: Record<string, Scenario> = {
  /** Now, on today's map; the days around 2024-01-18 are there too. */
  today: { clock: () => Date.now, days: '365', dataDir: './data-demo' },
  /** The day on which 67 of 83 bodies were fully connected: for the program it is that day. */
  'january-2024': {
    clock: () => {
      const ahead_ms = Date.now() - (startOfDay(COUNTED_ON) + START_HOUR_MS);
      return () => Date.now() - ahead_ms;
    },
    days: '48',
    dataDir: './data-january-2024',
  },
};

/**
 * `emc simulate`: fills a data directory with a country that does not exist, through the real rooms: portals, systems and
 * procedures by the register, history as blocks of the loader's kind, the live part as requests to the collector.
 */
export async function simulate(env: NodeJS.ProcessEnv, options: SimulateOptions): Promise<void> {
  const scenario = SCENARIOS[options.scenario];
  if (scenario === undefined)
    throw new SettingError('--scenario', options.scenario, Object.keys(SCENARIOS).join(' or '));
  const seed = whole('--seed', options.seed, 0);
  const days = whole('--days', options.days ?? scenario.days, 1);
  const scale = Number(options.scale);
  if (!(scale > 0 && scale <= 100)) throw new SettingError('--scale', options.scale, 'a number above 0, at most 100');
  const clock = scenario.clock();
  const settings = {
    EMC_DATA_DIR: scenario.dataDir,
    EMC_TRUSTED_PROXIES: '127.0.0.1',
    // Hundreds of registrations would drown the progress bar.
    EMC_LOG_LEVEL: 'warn',
    ...given(env),
  };
  await serve(settings, {
    simulated: true,
    clock,
    beforeReady: async (program, stack) => {
      const country = await fillCountry(program, { seed, days, scale, clock });
      if (options.serve) await goLive(program, country, clock, stack);
      else process.kill(process.pid, 'SIGTERM');
    },
  });
}

function whole(name: string, value: string, least: number): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < least)
    throw new SettingError(name, value, `a whole number, at least ${least}`);
  return number;
}

/** The variables that are set at all: an undefined one must not undo a default. */
function given(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
