export * from './country.ts';
export { planCountry } from './plan.ts';
export { COUNTED_ON } from './plan-portals.ts';
export { simulateHistory, type HistoryProgress, type SimulateHistory } from './history.ts';
export { FLOOR_PER_S, type LiveTotals, MOST_PER_S, simulateLive, type SimulateLive } from './live.ts';
export { registerCountry, type RegisterCountry, type Registered } from './register-country.ts';
export { seededRandom } from './random.ts';
