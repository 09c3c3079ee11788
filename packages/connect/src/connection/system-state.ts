import type { Day, SYSTEM_STATES, WordsInBoth } from '@emc/contract';
import { isHeard, type Judgement } from './portal-state.ts';
import { dayWords, momentWords, spanWords } from './words.ts';

export type SystemState = (typeof SYSTEM_STATES)[number];

/** All that the state of a procedure-handling system is judged by. */
export interface SystemFacts {
  registeredOn: Day;
  retiredOn: Day | null;
  /** When a dossier change last arrived, Unix milliseconds; undefined = never. */
  lastChange_ms: number | undefined;
  /** The instant judged, Unix milliseconds, and its day. */
  at_ms: number;
  day: Day;
  window_h: number;
}

function systemState(facts: Omit<SystemFacts, 'registeredOn'>): SystemState {
  if (facts.retiredOn !== null && facts.retiredOn <= facts.day) return 'retired';
  if (facts.lastChange_ms === undefined) return 'registered';
  return isHeard(facts.lastChange_ms, facts.at_ms, facts.window_h) ? 'receiving' : 'interrupted';
}

export function judgeSystem(facts: SystemFacts): Judgement<SystemState> {
  const state = systemState(facts);
  return { state, ...WORDS[state](facts) };
}

const WORDS: Record<SystemState, (facts: SystemFacts) => { reason: WordsInBoth; remedy: WordsInBoth | null }> = {
  registered: ({ registeredOn }) => {
    const { vi, en } = dayWords(registeredOn);
    return {
      reason: {
        vi: `Chưa nhận được thay đổi hồ sơ nào kể từ khi đăng ký (ngày ${vi}).`,
        en: `No dossier change has arrived since it was registered (${en}).`,
      },
      remedy: {
        vi: 'Cấu hình hệ thống gửi hồ sơ bằng khóa đã cấp (gói DongBoHoSoMC, CapNhatTienDoHoSoMC) hoặc TrackingMCDT từ địa chỉ đã đăng ký; xem các gói vừa gửi và lý do bị loại tại trang của hệ thống.',
        en: 'Let the system send its dossiers with the key it was given (DongBoHoSoMC, CapNhatTienDoHoSoMC) or TrackingMCDT from a registered address; the page of the system shows what was sent last and why it was refused.',
      },
    };
  },
  receiving: ({ lastChange_ms, window_h, at_ms }) => {
    const at = momentWords(lastChange_ms ?? at_ms);
    const window = spanWords(window_h);
    return {
      reason: {
        vi: `Đang nhận hồ sơ: thay đổi gần nhất lúc ${at.vi}, trong vòng ${window.vi}.`,
        en: `Receiving: the last change came at ${at.en}, within ${window.en}.`,
      },
      remedy: null,
    };
  },
  interrupted: ({ lastChange_ms, window_h, at_ms }) => {
    const at = momentWords(lastChange_ms ?? at_ms);
    const window = spanWords(window_h);
    return {
      reason: {
        vi: `Gián đoạn kết nối: thay đổi hồ sơ gần nhất lúc ${at.vi}, đã quá ${window.vi}.`,
        en: `Interrupted: the last dossier change came at ${at.en}, more than ${window.en} ago.`,
      },
      remedy: {
        vi: 'Kiểm tra tiến trình đồng bộ, khóa và địa chỉ gửi của hệ thống; gửi lại các hồ sơ thay đổi từ thời điểm đó, hệ thống tự bỏ phần trùng.',
        en: 'Look at the synchronisation job, the key and the sending address; send the changes since that moment again, repetitions do no harm.',
      },
    };
  },
  retired: ({ retiredOn, day }) => {
    const { vi, en } = dayWords(retiredOn ?? day);
    return { reason: { vi: `Đã ngừng theo dõi từ ngày ${vi}.`, en: `Retired on ${en}.` }, remedy: null };
  },
};
