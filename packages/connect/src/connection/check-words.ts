import type { PageCheck, WordsInBoth } from '@emc/contract';
import { momentWords } from './words.ts';

interface Looked {
  siteId: number;
  check: PageCheck | null;
  lastHit_ms: number | undefined;
  at_ms: number;
  window_h: number;
}

/** What the newest look at the page found, as far as it explains the state. */
export function checkWords({ check, lastHit_ms, at_ms, window_h }: Looked): WordsInBoth | null {
  if (check === null) return null;
  const receiving = lastHit_ms !== undefined && at_ms - lastHit_ms <= window_h * 3_600_000;
  // What arrives is the better witness: that the page is as it should be, or did not answer us once, adds nothing.
  if (receiving && check.outcome !== 'no-code' && check.outcome !== 'wrong-site-id') return null;
  const at = momentWords(Date.parse(check.at));
  const { vi, en } = check.detail;
  const found = { vi: `Kiểm tra trang lúc ${at.vi}: ${begun(vi)}`, en: `Look at the page at ${at.en}: ${begun(en)}` };
  if (!receiving || check.outcome !== 'no-code') return found;
  return {
    vi: `${found.vi} Dữ liệu vẫn đến, nên mã giám sát có thể được nạp qua trình quản lý thẻ hoặc một tệp JavaScript riêng.`,
    en: `${found.en} Data arrive all the same, so the code is not in the page itself, but perhaps loaded by a tag manager or from a script file.`,
  };
}

/** A sentence that goes on after a colon. */
function begun(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}

/** What to do about a portal from which nothing arrives, by what its page shows. */
export function checkRemedy({ check, siteId }: Looked): WordsInBoth {
  if (check === null) return PASTE;
  switch (check.outcome) {
    case 'carries-code':
      return OPEN_THE_WAY;
    case 'wrong-site-id':
      return {
        vi: `Thay siteId trong mã giám sát của trang bằng ${siteId}, hoặc gắn lại mã lấy từ trang của cổng trên hệ thống.`,
        en: `Put ${siteId} in place of the siteId in the page's code, or paste the code that the system gives for this portal.`,
      };
    case 'no-code':
      return PASTE;
    case 'not-html':
    case 'http-error':
    case 'unreachable':
    case 'too-slow':
    case 'address-refused':
      return LOOK_AT_ADDRESS;
  }
}

const PASTE = {
  vi: 'Gắn mã giám sát (lấy tại trang của cổng trên hệ thống) vào mọi trang, ngay trước thẻ đóng </head>, rồi mở trang bằng trình duyệt để kiểm tra.',
  en: 'Paste the monitoring code (given on the portal’s page of this system) into every page, just before </head>, then open the page in a browser.',
};

const OPEN_THE_WAY = {
  vi: 'Mã đã có trên trang nhưng dữ liệu không đến: mở trang bằng trình duyệt và xem yêu cầu tới địa chỉ thu thập có bị chặn không (chính sách Content-Security-Policy, tường lửa, chứng thư), và trang có đang chạy trên đúng tên miền đã đăng ký không.',
  en: 'The code is in the page but nothing arrives: open the page in a browser and see whether the request to the collector is blocked (Content-Security-Policy, firewall, certificate), and whether the page runs on a registered host.',
};

const LOOK_AT_ADDRESS = {
  vi: 'Kiểm tra địa chỉ đã đăng ký của cổng có mở được từ Internet không, và tường lửa có chặn lượt kiểm tra (User-Agent "EMC-PageCheck") không; sau đó kiểm tra lại mã giám sát.',
  en: 'See whether the registered address opens from the Internet and whether a firewall stops the check (User-Agent "EMC-PageCheck"); then have the page checked again.',
};
