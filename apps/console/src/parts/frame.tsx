import { Outlet, useRouterState } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useSimulated } from '../api/simulated.ts';
import { useWords } from '../words.ts';
import { Account } from './account.tsx';
import { Go } from './go.tsx';
import { LanguageSwitch, useDocumentLanguage } from './language.tsx';
import { LiveLine } from './live-line.tsx';
import { OfficeNav } from './office-nav.tsx';
import { ThemeSwitch } from './theme.tsx';
import { Waiting } from './waiting.tsx';

/** What stands around every page: header, navigation, footer and the mark of simulated data. The wall view has only the mark. */
export function Frame() {
  const { at, t } = useWords();
  useDocumentLanguage();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const page = (
    <Suspense fallback={<Waiting lines={12} />}>
      <Outlet />
    </Suspense>
  );
  if (pathname === at.wall()) {
    return (
      <>
        <SimulatedMark />
        {page}
      </>
    );
  }
  return (
    <>
      <a className="skip" href="#content">
        {t.frame.skip}
      </a>
      <SimulatedMark />
      <Header pathname={pathname} />
      <main id="content" tabIndex={-1}>
        {page}
      </main>
      <Footer />
    </>
  );
}

function Header({ pathname }: { pathname: string }) {
  const { at, t } = useWords();
  // In the order in which people ask: connected? used? substantial? who leads? then everybody, and the data.
  const links = [
    { to: at.country(), text: t.frame.country },
    { to: at.connection(), text: t.frame.connection },
    { to: at.usage(), text: t.frame.usage },
    { to: at.dossiers(), text: t.frame.dossiers },
    { to: at.rankings(), text: t.frame.rankings },
    { to: at.bodies(), text: t.frame.bodies },
    { to: at.portals(), text: t.frame.portals },
    { to: at.openData(), text: t.frame.openData },
  ];
  const isHere = (to: string) => pathname === to || (to !== at.country() && pathname.startsWith(`${to}/`));
  return (
    <header className="bar">
      <div className="bar-row">
        <Go className="brand" to={at.country()}>
          <Mark />
          <strong>EMC</strong>
          <span className="brand-name">{t.systemShort}</span>
        </Go>
        <LiveLine />
        <div className="bar-tools">
          <ThemeSwitch />
          <LanguageSwitch />
          <Account />
        </div>
      </div>
      <nav className="bar-nav" aria-label={t.frame.nav}>
        <ul>
          {links.map(({ to, text }) => (
            <li key={to}>
              <Go to={to} aria-current={isHere(to) ? 'page' : undefined}>
                {text}
              </Go>
            </li>
          ))}
        </ul>
      </nav>
      <OfficeNav pathname={pathname} />
    </header>
  );
}

function Mark() {
  return (
    <svg className="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" />
      <path d="M7 21.5 12 15l4.5 4L25 9.5" />
      <circle cx="25" cy="9.5" r="2.6" />
    </svg>
  );
}

function Footer() {
  const { at, t } = useWords();
  return (
    <footer className="foot">
      <p>{t.system}</p>
      <p>{t.frame.zone}</p>
      <ul>
        <li>
          <Go to={at.definitions()}>{t.frame.definitions}</Go>
        </li>
        <li>
          <Go to={at.indicatorSets()}>{t.frame.indicatorSets}</Go>
        </li>
        <li>
          <Go to={at.decisions()}>{t.decisions.title}</Go>
        </li>
        <li>
          <Go to={at.openData()}>{t.frame.openData}</Go>
        </li>
        <li>
          <a href="/api/v1/openapi.json">{t.frame.api}</a>
        </li>
        <li>
          <Go to={at.wall()}>{t.frame.wall}</Go>
        </li>
        <li>
          <Go to={at.register()}>{t.frame.register}</Go>
        </li>
      </ul>
    </footer>
  );
}

/** Above everything and in sight wherever one scrolls; it has room of its own, so that it never lies over a figure. */
function SimulatedMark() {
  const { t } = useWords();
  if (!useSimulated()) return null;
  return (
    <aside className="simulated" aria-label={t.frame.simulated}>
      <p>
        {t.frame.simulated}. <span className="simulated-more">{t.overview.invented}</span>
      </p>
    </aside>
  );
}
