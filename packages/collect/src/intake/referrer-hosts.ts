/**
 * Hosts that are search engines and social networks, as data: a host is one of these when it equals an entry or ends
 * with `.` and an entry. The value is the name under which all of its hosts are counted. An entry with `.*` stands for
 * every country's domain of it (`google.*`: google.com.vn, www.google.com).
 */
export const SEARCH_HOSTS: Readonly<Record<string, string>> = {
  'google.*': 'google.com',
  'com.google.android.googlequicksearchbox': 'google.com',
  'bing.com': 'bing.com',
  'coccoc.com': 'coccoc.com',
  'duckduckgo.com': 'duckduckgo.com',
  'yahoo.*': 'yahoo.com',
  'yandex.*': 'yandex.com',
  'ya.ru': 'yandex.com',
  'baidu.com': 'baidu.com',
  'ecosia.org': 'ecosia.org',
  'search.brave.com': 'search.brave.com',
  'startpage.com': 'startpage.com',
  'qwant.com': 'qwant.com',
  'naver.com': 'naver.com',
  'sogou.com': 'sogou.com',
  'perplexity.ai': 'perplexity.ai',
  'chatgpt.com': 'chatgpt.com',
};

export const SOCIAL_HOSTS: Readonly<Record<string, string>> = {
  'facebook.com': 'facebook.com',
  'fb.com': 'facebook.com',
  'fb.me': 'facebook.com',
  'com.facebook.katana': 'facebook.com',
  'messenger.com': 'messenger.com',
  'zalo.me': 'zalo.me',
  'zaloapp.com': 'zalo.me',
  'com.zing.zalo': 'zalo.me',
  'youtube.com': 'youtube.com',
  'youtu.be': 'youtube.com',
  'tiktok.com': 'tiktok.com',
  'instagram.com': 'instagram.com',
  'threads.net': 'threads.net',
  'twitter.com': 'x.com',
  'x.com': 'x.com',
  't.co': 'x.com',
  'linkedin.com': 'linkedin.com',
  'lnkd.in': 'linkedin.com',
  'telegram.org': 'telegram.org',
  't.me': 'telegram.org',
  'web.telegram.org': 'telegram.org',
  'pinterest.com': 'pinterest.com',
  'reddit.com': 'reddit.com',
  'lotus.vn': 'lotus.vn',
  'gapo.vn': 'gapo.vn',
  'mocha.com.vn': 'mocha.com.vn',
  'viber.com': 'viber.com',
  'whatsapp.com': 'whatsapp.com',
};

/** Hosts below a search engine that are not the search: mail, documents, maps. */
export const NOT_SEARCH_HOSTS: readonly string[] = [
  'mail.google.com',
  'docs.google.com',
  'drive.google.com',
  'sites.google.com',
  'classroom.google.com',
  'translate.google.com',
  'accounts.google.com',
  'mail.yahoo.com',
  'mail.yandex.com',
  'blog.naver.com',
  'cafe.naver.com',
];
