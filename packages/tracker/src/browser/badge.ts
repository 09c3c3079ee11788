/*
 * The badge "Đã kết nối EMC", a file of its own that a portal loads only if it wants it. It stands in the flow of the
 * page and covers nothing: in the first element of class `yhy-append-wrap` if the portal has one, else at the end of
 * the page. It is text without a link, so that it leads nobody away from a kiosk; it is not printed and not shown in
 * frames or full screen. Styles are set by script, which a content security policy allows.
 */
const TEXT = 'Đã kết nối EMC';

const style = (element: HTMLElement, styles: Record<string, string>): void => {
  for (const name of Object.keys(styles)) element.style.setProperty(name, styles[name]!);
};

const makeBadge = (): HTMLElement => {
  const badge = document.createElement('span');
  const mark = document.createElement('span');
  badge.id = 'btnEMC';
  badge.lang = 'vi';
  mark.setAttribute('aria-hidden', 'true');
  mark.textContent = '✓ ';
  badge.appendChild(mark);
  badge.appendChild(document.createTextNode(TEXT));
  style(badge, {
    display: 'inline-block',
    margin: '4px',
    padding: '2px 8px',
    border: '1px solid #0b5c2e',
    'border-radius': '4px',
    color: '#0b5c2e',
    background: '#fff',
    font: '12px/1.5 system-ui, sans-serif',
  });
  return badge;
};

const wrapperOf = (): Element => {
  const present = document.querySelector('.yhy-append-wrap');
  if (present) return present;
  const wrapper = document.createElement('div');
  wrapper.className = 'yhy-append-wrap';
  style(wrapper, { 'text-align': 'center' });
  document.body.appendChild(wrapper);
  return wrapper;
};

const show = (): void => {
  try {
    if (window.top !== window.self || document.getElementById('btnEMC')) return;
    const badge = makeBadge();
    const hidden = ['print', '(display-mode: fullscreen)'].map((query) => matchMedia(query));
    const fit = (): void => {
      const hide = hidden.some((query) => query.matches);
      badge.style.setProperty('display', hide ? 'none' : 'inline-block', 'important');
    };
    for (const query of hidden) if (query.addEventListener) query.addEventListener('change', fit);
    addEventListener('beforeprint', () => badge.style.setProperty('display', 'none', 'important'));
    addEventListener('afterprint', fit);
    fit();
    wrapperOf().appendChild(badge);
  } catch {
    // A badge is never worth an error.
  }
};

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
else show();
