/** What a hit can be. The number is what the event store keeps; never change or reuse one. */
export const HIT_KINDS = {
  page_view: 1,
  event: 2,
  download: 3,
  outlink: 4,
  search: 5,
  /** `trackDVC`: a public service was viewed (-1), declared (0) or a dossier was submitted (1). */
  service: 6,
  /** Heart beat: extends the visit, counts nothing. */
  ping: 7,
  /** Content impression or interaction. */
  content: 8,
  /** `ca=1`: a custom action that is none of the above; extends the visit. */
  custom: 9,
} as const;
export type HitKind = keyof typeof HIT_KINDS;

/**
 * Why a request was not counted: a closed set, counted per site and minute and shown to the site's owner.
 * `refused` reasons answer 4xx/5xx; the others answer as if accepted, because the sender did nothing wrong.
 */
export const DROP_REASONS = {
  'nothing-to-track': 'refused',
  'unknown-site': 'refused',
  'retired-site': 'refused',
  'bad-visitor-id': 'refused',
  'bad-parameter': 'refused',
  'old-time-without-token': 'refused',
  'body-too-large': 'refused',
  'wrong-host': 'dropped',
  bot: 'dropped',
  'do-not-track': 'dropped',
  'not-recording': 'refused',
  'spool-full': 'refused',
} as const;
export type DropReason = keyof typeof DROP_REASONS;
