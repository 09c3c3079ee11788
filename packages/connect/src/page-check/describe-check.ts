import type { PageCheckFacts } from '@emc/control-store';
import type { PageCheck, WordsInBoth } from '@emc/contract';
import { listed, plural, say, sentences } from '../connection/words.ts';

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
        say('Trang có mã giám sát với đúng siteId.', 'The page carries the monitoring code with the right siteId.'),
        siteIds.length > 1 ? say(`Các siteId trên trang: ${ids.vi}.`, `SiteIds in the page: ${ids.en}.`) : null,
        collectorWords(facts),
      );
    case 'wrong-site-id':
      return sentences(
        say(
          `Trang có mã giám sát nhưng mang siteId ${ids.vi}, không phải siteId của cổng này.`,
          `The page carries the monitoring code, but with siteId ${ids.en}, which is not this portal's.`,
        ),
        collectorWords(facts),
      );
    case 'no-code':
      return sentences(facts.queue ? UNREADABLE : NO_CODE, tagManagerWords(facts));
    case 'not-html':
      return say('Địa chỉ không trả về một trang HTML.', 'The address does not answer with an HTML page.');
    case 'http-error':
      if (status !== null && status < 400)
        return say('Trang chuyển hướng quá nhiều lần.', 'The page redirects too often.');
      return say(
        `Máy chủ trả về mã lỗi HTTP ${status ?? ''}.`,
        `The server answered with HTTP status ${status ?? ''}.`,
      );
    case 'unreachable':
      return unreachableWords(facts);
    case 'address-refused':
      return REFUSALS[facts.error ?? ''] ?? NOT_PUBLIC;
    case 'too-slow':
      return say('Trang không trả lời xong trong 15 giây.', 'The page did not come within 15 seconds.');
  }
}

const NO_CODE = say('Không thấy mã giám sát trong trang.', 'No monitoring code in the page.');
const UNREADABLE = say(
  'Trang có hàng đợi _govaq nhưng không đọc được địa chỉ thu thập hoặc siteId.',
  'The page has the queue _govaq, but no collector or no siteId can be read from it.',
);
const NOT_PUBLIC = say(
  'Địa chỉ của cổng không dẫn đến một máy chủ công khai trên Internet nên không được kiểm tra.',
  'The address does not lead to a public server of the Internet and was not asked.',
);

const REFUSALS: Partial<Record<string, WordsInBoth>> = {
  PORT: say(
    'Địa chỉ dùng cổng mạng khác 80 và 443 nên không được kiểm tra.',
    'The address uses a port other than 80 and 443 and was not asked.',
  ),
  SCHEME: say(
    'Trang chuyển hướng đến địa chỉ không phải http hoặc https.',
    'The page redirects to an address that is neither http nor https.',
  ),
  CREDENTIALS: say(
    'Trang chuyển hướng đến địa chỉ có tên đăng nhập.',
    'The page redirects to an address with credentials.',
  ),
  BAD_REDIRECT: say(
    'Trang chuyển hướng đến một địa chỉ không hợp lệ.',
    'The page redirects to something that is no address.',
  ),
};

function collectorWords({ collectors }: PageCheckFacts): WordsInBoth | null {
  if (collectors.length === 0) return null;
  const hosts = listed(collectors);
  return say(`Mã gửi về ${hosts.vi}.`, `The code sends to ${hosts.en}.`);
}

function tagManagerWords({ tagManagers }: PageCheckFacts): WordsInBoth | null {
  if (tagManagers.length === 0) return null;
  const names = tagManagers.join(', ');
  return say(
    `Trang dùng trình quản lý thẻ (${names}): mã có thể được nạp qua đó.`,
    `The page uses a tag manager (${names}): the code may be loaded through it.`,
  );
}

/** Codes of Node and OpenSSL, in words where a portal's engineer can do something about them. */
function unreachableWords({ error, redirects }: PageCheckFacts): WordsInBoth {
  const code = error ?? 'UNKNOWN';
  const after =
    redirects === 0
      ? null
      : say(`Lỗi xảy ra sau ${redirects} lần chuyển hướng.`, `It happened after ${plural(redirects, 'redirect')}.`);
  const known = ERRORS.find(([pattern]) => pattern.test(code))?.[1];
  const words = known ?? say('Không kết nối được với máy chủ', 'No connection to the server');
  return sentences(say(`${words.vi} (${code}).`, `${words.en} (${code}).`), after);
}

const ERRORS: readonly (readonly [RegExp, WordsInBoth])[] = [
  [/^(ENOTFOUND|EAI_AGAIN|ENODATA)$/, say('Không tìm thấy tên miền', 'The host name was not found')],
  [/^ECONNREFUSED$/, say('Máy chủ từ chối kết nối', 'The server refused the connection')],
  [
    /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
    say('Máy chủ không trả lời, có thể do tường lửa', 'The server did not answer, perhaps a firewall'),
  ],
  [/^(ECONNRESET|EPIPE)$/, say('Máy chủ ngắt kết nối giữa chừng', 'The server broke off')],
  [
    /CERT|SIGNED|ISSUER|ERR_TLS|ERR_SSL|EPROTO/,
    say('Chứng thư hoặc kết nối TLS không hợp lệ', 'The certificate or the TLS connection is not valid'),
  ],
  [/^(HPE_|Z_)/, say('Máy chủ trả lời sai quy cách', 'The answer is malformed')],
];
