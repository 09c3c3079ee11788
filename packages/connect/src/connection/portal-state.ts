import type { Day, PageCheck, PORTAL_STATES, WordsInBoth } from '@emc/contract';
import { checkRemedy, checkWords } from './check-words.ts';
import { countWords, dayWords, listed, momentWords, sentences, spanWords } from './words.ts';

export type PortalState = (typeof PORTAL_STATES)[number];

/** All that the state of a portal is judged by. */
export interface PortalFacts {
  siteId: number;
  registeredOn: Day;
  /** Null = not said: taken as live. */
  liveOn: Day | null;
  retiredOn: Day | null;
  /** Hosts from which its hits are counted. */
  hosts: readonly string[];
  /** When a hit was last counted, Unix milliseconds; undefined = never. */
  lastHit_ms: number | undefined;
  /** Hosts that sent with its siteId and were refused within the window, most frequent first. */
  wrongHosts: readonly { host: string; count: number }[];
  /** The newest look at its page. */
  check: PageCheck | null;
  /** The instant judged, Unix milliseconds, and its day. */
  at_ms: number;
  day: Day;
  /** A portal is receiving when something was counted within so many hours. */
  window_h: number;
}

const HOUR_MS = 3_600_000;

/** Whether something was heard within the window before the instant. */
export function isHeard(last_ms: number | undefined, at_ms: number, window_h: number): boolean {
  return last_ms !== undefined && at_ms - last_ms <= window_h * HOUR_MS;
}

/** See PORTAL_STATES of the contract: what arrives decides, the page only where nothing ever did. */
export function portalState(
  facts: Pick<PortalFacts, 'retiredOn' | 'lastHit_ms' | 'wrongHosts' | 'check' | 'at_ms' | 'day' | 'window_h'>,
): PortalState {
  if (facts.retiredOn !== null && facts.retiredOn <= facts.day) return 'retired';
  if (facts.lastHit_ms !== undefined) {
    return isHeard(facts.lastHit_ms, facts.at_ms, facts.window_h) ? 'receiving' : 'interrupted';
  }
  if (facts.wrongHosts.length > 0) return 'wrong-host';
  return facts.check?.outcome === 'carries-code' ? 'seen' : 'registered';
}

export interface Judgement<State> {
  state: State;
  reason: WordsInBoth;
  /** What its engineer should do; null = nothing. */
  remedy: WordsInBoth | null;
}

/** The state with its reason: since when, which host, what was found in the page; and what to do about it. */
export function judgePortal(facts: PortalFacts): Judgement<PortalState> {
  const state = portalState(facts);
  return { state, ...WORDS[state](facts) };
}

const WORDS: Record<PortalState, (facts: PortalFacts) => Omit<Judgement<PortalState>, 'state'>> = {
  registered: (facts) => ({
    reason: sentences(neverHeard(facts), liveLater(facts), checkWords(facts)),
    remedy: checkRemedy(facts),
  }),
  seen: (facts) => ({
    reason: sentences(neverHeard(facts), liveLater(facts), checkWords(facts)),
    remedy: checkRemedy(facts),
  }),
  'wrong-host': (facts) => ({
    reason: sentences(neverHeard(facts), wrongHostWords(facts), checkWords(facts)),
    remedy: wrongHostRemedy(facts),
  }),
  receiving: (facts) => ({
    reason: sentences(lastHeard(facts), wrongHostWords(facts), checkWords(facts)),
    remedy: facts.wrongHosts.length > 0 ? wrongHostRemedy(facts) : null,
  }),
  interrupted: (facts) => ({
    reason: sentences(silence(facts), wrongHostWords(facts), checkWords(facts)),
    remedy: facts.wrongHosts.length > 0 ? wrongHostRemedy(facts) : checkRemedy(facts),
  }),
  retired: ({ retiredOn, day }) => {
    const { vi, en } = dayWords(retiredOn ?? day);
    return { reason: { vi: `Đã ngừng theo dõi từ ngày ${vi}.`, en: `Retired on ${en}.` }, remedy: null };
  },
};

function neverHeard({ registeredOn }: PortalFacts): WordsInBoth {
  const { vi, en } = dayWords(registeredOn);
  return {
    vi: `Chưa ghi nhận lượt gửi hợp lệ nào kể từ khi đăng ký (ngày ${vi}).`,
    en: `No hit has been counted since it was registered (${en}).`,
  };
}

function liveLater({ liveOn, day }: PortalFacts): WordsInBoth | null {
  if (liveOn === null || liveOn <= day) return null;
  const { vi, en } = dayWords(liveOn);
  return { vi: `Cổng sẽ đưa vào sử dụng từ ngày ${vi}.`, en: `It goes live on ${en}.` };
}

function lastHeard({ lastHit_ms, window_h }: PortalFacts): WordsInBoth | null {
  if (lastHit_ms === undefined) return null;
  const at = momentWords(lastHit_ms);
  const window = spanWords(window_h);
  return {
    vi: `Đang nhận dữ liệu: lượt gửi gần nhất lúc ${at.vi}, trong vòng ${window.vi}.`,
    en: `Receiving: the last hit came at ${at.en}, within ${window.en}.`,
  };
}

function silence({ lastHit_ms, window_h }: PortalFacts): WordsInBoth | null {
  if (lastHit_ms === undefined) return null;
  const at = momentWords(lastHit_ms);
  const window = spanWords(window_h);
  return {
    vi: `Gián đoạn kết nối: lượt gửi gần nhất lúc ${at.vi}, đã quá ${window.vi}.`,
    en: `Interrupted: the last hit came at ${at.en}, more than ${window.en} ago.`,
  };
}

/** Hits with its siteId that were refused because of where they came from. */
export function foreignHitsOf({ wrongHosts }: Pick<PortalFacts, 'wrongHosts'>): number {
  return wrongHosts.reduce((sum, { count }) => sum + count, 0);
}

/** Of the hosts only how often: they are free text of the sender, and this is public. The body and the operator see them. */
function wrongHostWords(facts: PortalFacts): WordsInBoth | null {
  const { wrongHosts, hosts, siteId } = facts;
  if (wrongHosts.length === 0) return null;
  const count = countWords(foreignHitsOf(facts));
  const own = listed(hosts);
  return {
    vi: `${count.vi} lượt gửi mang siteId ${siteId} bị từ chối vì đến từ tên miền chưa đăng ký. Tên miền đã đăng ký: ${own.vi}.`,
    en: `${count.en} hits with siteId ${siteId} were refused because they came from hosts that are not registered. Registered: ${own.en}.`,
  };
}

function wrongHostRemedy({ siteId }: PortalFacts): WordsInBoth {
  return {
    vi: `Đăng nhập và xem tên miền đó trong mục Dữ liệu bị từ chối của cơ quan. Nếu tên miền thuộc cổng này, bổ sung vào đăng ký của cổng (mở trang của cổng, chọn Sửa thông tin); nếu không, thay siteId ${siteId} trong mã giám sát của trang đó bằng siteId của chính trang đó.`,
    en: `Sign in and see which host it is under what was refused of the body. If it belongs to this portal, add it to the portal's hosts (open the page of the portal, choose Change); if not, replace siteId ${siteId} in the code of that site by the siteId of that site.`,
  };
}
