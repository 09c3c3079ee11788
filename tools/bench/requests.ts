/** A page view as browsers send it today: about 670 bytes of query, answered 204. */
export function pageViewRequest(siteId: number, host: string, visitor: number): string {
  const query = new URLSearchParams({
    idsite: String(siteId),
    rec: '1',
    url: `https://${host}/portal/Pages/2026-11-22/Cai-cach-hanh-chinh-va-chuyen-doi-so-${visitor % 50}.aspx`,
    urlref: `https://${host}/portal/Pages/default.aspx`,
    action_name: 'Cải cách hành chính và chuyển đổi số - Cổng thông tin điện tử',
    _id: (0x1234567890n + BigInt(visitor)).toString(16).padStart(16, '0'),
    pv_id: 'aB3dE6',
    rand: '482913',
    res: '1920x1080',
    cookie: '0',
    send_image: '0',
    pf_net: '12',
    pf_srv: '180',
    pf_tfr: '34',
    pf_dm1: '210',
    pf_dm2: '415',
    pf_onl: '3',
  });
  const agent = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${120 + (visitor % 20)}.0.0.0 Safari/537.36`;
  return [
    `GET /tracking?${query} HTTP/1.1`,
    'Host: emc.test',
    `User-Agent: ${agent}`,
    'Accept: */*',
    `Referer: https://${host}/`,
    'Accept-Language: vi-VN,vi;q=0.9',
    'Connection: keep-alive',
    '\r\n',
  ].join('\r\n');
}
