export * from './country.ts';
export { planAsCounted, planCountry } from './plan.ts';
export { COUNTED_ON } from './plan-portals.ts';
export { simulateHistory } from './history.ts';
export { type LiveTotals, simulateLive } from './live.ts';
export { registerCountry } from './register-country.ts';
export { seededRandom } from './random.ts';
