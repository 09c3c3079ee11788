/** How people behave on a portal: probabilities, and times in milliseconds. Chosen to look right, not measured. */
export const HABITS = {
  /** Leaves after the first page. */
  bounce: 0.38,
  /** Pages after the second, on average. */
  furtherPages: 2,
  shortestStay_ms: 4_000,
  meanStay_ms: 42_000,
  /** Goes away from the screen and comes back so late that a new visit begins. */
  longPause: 0.012,
  shortestPause_ms: 31 * 60_000,
  meanPause_ms: 25 * 60_000,
  heartBeat_ms: 15_000,
  mostHeartBeats: 3,
  /** Enters at the home page, by where the visit comes from. */
  homeFirst: { direct: 0.72, search: 0.3, social: 0.1, website: 0.5, campaign: 0.4 },
  /** From a search engine straight to a service's page, or to an article. */
  serviceFirst: 0.35,
  articleFirst: 0.45,
  /** On the next page. */
  articleNext: 0.45,
  serviceNext: 0.5,
  download: 0.3,
  downloadFromArticle: 0.06,
  search: 0.75,
  feedback: 0.3,
  outlink: 0.045,
  event: 0.04,
  /** From a service's page to its form; then declared (0), then submitted (1). */
  apply: 0.24,
  declared: 0.6,
  submitted: 0.7,
  declaring_ms: 150_000,
  submitting_ms: 90_000,
  /** Uses the address with www. */
  www: 0.12,
  /** Goes on to the public service portal of the same body. */
  onward: 0.08,
  /** Comes back later on the same day. */
  returns: 0.09,
  shortestReturn_ms: 40 * 60_000,
  meanReturn_ms: 150 * 60_000,
} as const;
