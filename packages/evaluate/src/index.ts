export { createEvaluations } from './evaluations.ts';
export { loadIndicatorSets } from './sets/load-sets.ts';
