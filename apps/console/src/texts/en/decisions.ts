import type { decisions as vi } from '../vi/decisions.ts';

export const decisions: typeof vi = {
  title: 'Decisions not to evaluate',
  lead: 'A body that is not fully connected when a written time limit is over is proposed not to be evaluated. A person decides each proposal, with a reason; the decisions are published here.',
  asOf: 'As of',
  counts: (notEvaluated, rejected) =>
    `Decided not to be evaluated: ${notEvaluated}. Proposals that were rejected: ${rejected}.`,
  notEvaluated: 'Not evaluated',
  rejected: 'Proposal rejected',
  decision: 'Decision',
  reason: 'Reason',
  campaign: 'Campaign',
  document: 'Letter',
  limit: 'Time limit for connecting',
  decidedAt: 'Decided on',
  none: (day) => `No decision as of ${day}. Decisions are published as soon as they are taken.`,
  others: 'A body that is not fully connected is not evaluated either, also without a decision.',
  toRankings: 'Which bodies are not evaluated, and why',
};
