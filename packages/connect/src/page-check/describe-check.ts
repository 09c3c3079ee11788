import type { PageCheckFacts } from '@emc/control-store';
import type { PageCheck, WordsInBoth } from '@emc/contract';
import { listed, plural, sentences } from '../connection/words.ts';

/** What a look at a page found, without when and where. */
export interface CheckFinding {
  outcome: PageCheck['outcome'];
  status: number | null;
  siteIds: string[];
  facts: PageCheckFacts;
}

/** What was seen, in words. */
export function describeCheck({ outcome, status, siteIds, facts }: CheckFinding): WordsInBoth {
  const ids = listed(siteIds);
  switch (outcome) {
    case 'carries-code':
      return sentences(
        {
          vi: 'Trang có mã giám sát với đúng siteId.',
          en: 'The page carries the monitoring code with the right siteId.',
        },
        siteIds.length > 1 ? { vi: `Các siteId trên trang: ${ids.vi}.`, en: `SiteIds in the page: ${ids.en}.` } : null,
        collectorWords(facts),
      );
    case 'wrong-site-id':
      return sentences(
        {
          vi: `Trang có mã giám sát nhưng mang siteId ${ids.vi}, không phải siteId của cổng này.`,
          en: `The page carries the monitoring code, but with siteId ${ids.en}, which is not this portal's.`,
        },
        collectorWords(facts),
      );
    case 'no-code':
      return sentences(facts.queue ? UNREADABLE : NO_CODE, tagManagerWords(facts));
    case 'not-html':
      return { vi: 'Địa chỉ không trả về một trang HTML.', en: 'The address does not answer with an HTML page.' };
    case 'http-error':
      if (facts.error === 'TOO_MANY_REDIRECTS')
        return { vi: 'Trang chuyển hướng quá nhiều lần.', en: 'The page redirects too often.' };
      return {
        vi: `Máy chủ trả về mã HTTP ${status ?? ''}, không có trang.`,
        en: `The server answered with HTTP status ${status ?? ''} and no page.`,
      };
    case 'unreachable':
      return unreachableWords(facts);
    case 'address-refused':
      return REFUSALS[facts.error ?? ''] ?? NOT_PUBLIC;
    case 'too-slow':
      return { vi: 'Trang không trả lời xong trong 15 giây.', en: 'The page did not come within 15 seconds.' };
  }
}

const NO_CODE = { vi: 'Không thấy mã giám sát trong trang.', en: 'No monitoring code in the page.' };
const UNREADABLE = {
  vi: 'Trang có hàng đợi _govaq nhưng không đọc được địa chỉ thu thập hoặc siteId.',
  en: 'The page has the queue _govaq, but no collector or no siteId can be read from it.',
};
const NOT_PUBLIC = {
  vi: 'Địa chỉ của cổng không dẫn đến một máy chủ công khai trên Internet nên không được kiểm tra.',
  en: 'The address does not lead to a public server of the Internet and was not asked.',
};

const REFUSALS: Partial<Record<string, WordsInBoth>> = {
  PORT: {
    vi: 'Địa chỉ dùng cổng mạng khác 80 và 443 nên không được kiểm tra.',
    en: 'The address uses a port other than 80 and 443 and was not asked.',
  },
  SCHEME: {
    vi: 'Trang chuyển hướng đến địa chỉ không phải http hoặc https.',
    en: 'The page redirects to an address that is neither http nor https.',
  },
  CREDENTIALS: {
    vi: 'Trang chuyển hướng đến địa chỉ có tên đăng nhập.',
    en: 'The page redirects to an address with credentials.',
  },
  BAD_REDIRECT: {
    vi: 'Trang chuyển hướng đến một địa chỉ không hợp lệ.',
    en: 'The page redirects to something that is no address.',
  },
};

function collectorWords({ collectors }: PageCheckFacts): WordsInBoth | null {
  if (collectors.length === 0) return null;
  const hosts = listed(collectors);
  return { vi: `Mã gửi về ${hosts.vi}.`, en: `The code sends to ${hosts.en}.` };
}

function tagManagerWords({ tagManagers }: PageCheckFacts): WordsInBoth | null {
  if (tagManagers.length === 0) return null;
  const names = tagManagers.join(', ');
  return {
    vi: `Trang dùng trình quản lý thẻ (${names}): mã có thể được nạp qua đó.`,
    en: `The page uses a tag manager (${names}): the code may be loaded through it.`,
  };
}

/** Codes of Node and OpenSSL, in words where a portal's engineer can do something about them. */
function unreachableWords({ error, redirects }: PageCheckFacts): WordsInBoth {
  const code = error ?? 'UNKNOWN';
  const after =
    redirects === 0
      ? null
      : {
          vi: `Lỗi xảy ra sau ${redirects} lần chuyển hướng.`,
          en: `It happened after ${plural(redirects, 'redirect')}.`,
        };
  const known = ERRORS.find(([pattern]) => pattern.test(code))?.[1];
  const words = known ?? { vi: 'Không kết nối được với máy chủ', en: 'No connection to the server' };
  return sentences({ vi: `${words.vi} (${code}).`, en: `${words.en} (${code}).` }, after);
}

const ERRORS: readonly (readonly [RegExp, WordsInBoth])[] = [
  [/^(ENOTFOUND|EAI_AGAIN|ENODATA)$/, { vi: 'Không tìm thấy tên miền', en: 'The host name was not found' }],
  [/^ECONNREFUSED$/, { vi: 'Máy chủ từ chối kết nối', en: 'The server refused the connection' }],
  [
    /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
    { vi: 'Máy chủ không trả lời, có thể do tường lửa', en: 'The server did not answer, perhaps a firewall' },
  ],
  [/^(ECONNRESET|EPIPE)$/, { vi: 'Máy chủ ngắt kết nối giữa chừng', en: 'The server broke off' }],
  [
    /CERT|SIGNED|ISSUER|ERR_TLS|ERR_SSL|EPROTO/,
    { vi: 'Chứng thư hoặc kết nối TLS không hợp lệ', en: 'The certificate or the TLS connection is not valid' },
  ],
  [/^(HPE_|Z_)/, { vi: 'Máy chủ trả lời sai quy cách', en: 'The answer is malformed' }],
];
