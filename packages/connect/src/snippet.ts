import { type Snippet, withoutSlashesAtEnd } from '@emc/contract';

/**
 * The monitoring code of a portal, ready to paste.
 *
 * @param publicUrl where browsers reach this service, such as https://emc.example.gov.vn
 * @param trackingPath where its collector listens, such as /tracking
 */
export function snippetOf(siteId: number, publicUrl: string, trackingPath: string): Snippet {
  const base = withoutSlashesAtEnd(publicUrl);
  const tracking = `${base}${trackingPath}`;
  return {
    deployed: `<script type="text/javascript">
  var _govaq = window._govaq || [];
  _govaq.push(['trackPageView']);
  _govaq.push(['enableLinkTracking']);
  (function() {
    _govaq.push(['setTrackerUrl', '${tracking}']);
    _govaq.push(['setSiteId', '${siteId}']);
    var d=document, g=d.createElement('script'), s=d.getElementsByTagName('script')[0];
    g.type='text/javascript'; g.async=true; g.defer=true; g.src='${base}/embed/gov-tracking.min.js';
    s.parentNode.insertBefore(g,s);
  })();
</script>`,
    oneLine: `<script async src="${base}/embed/gov-tracking.min.js" data-site-id="${siteId}"></script>`,
    noscript: `<noscript><img src="${tracking}?idsite=${siteId}&amp;rec=1" alt="" style="border:0"></noscript>`,
  };
}
