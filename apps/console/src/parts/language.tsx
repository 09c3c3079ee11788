import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { addressOf, langOf, type Lang } from '../addresses.ts';
import { useWords } from '../words.ts';
import { Go } from './go.tsx';

const KEY = 'emc-language';

function remember(lang: Lang): void {
  try {
    localStorage.setItem(KEY, lang);
  } catch {
    // Not remembered; the address still says it.
  }
}

/** `/` is Vietnamese; somebody who chose English before goes on to `/en`. Any other address keeps its own language. */
export function goToRememberedLanguage(): void {
  try {
    if (location.pathname === '/' && localStorage.getItem(KEY) === 'en')
      history.replaceState(null, '', `/en${location.search}`);
  } catch {
    // No storage: Vietnamese.
  }
}

/** Tells the browser and screen readers which language the page speaks. */
export function useDocumentLanguage(): void {
  const { lang } = useWords();
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
}

/** The same page, with the same filters, in the other language. */
export function LanguageSwitch() {
  const { t } = useWords();
  const { page, params, search, pathname } = useRouterState({
    select: ({ location, matches }) => {
      const match = matches.at(-1);
      return {
        page: match?.staticData.page,
        params: (match?.params ?? {}) as Record<string, string>,
        search: location.search as Record<string, string>,
        pathname: location.pathname,
      };
    },
    structuralSharing: true,
  });
  const other: Lang = langOf(pathname) === 'vi' ? 'en' : 'vi';
  return (
    <Go
      className="bar-link"
      lang={other}
      hrefLang={other}
      to={addressOf(other, page ?? 'country', params, search)}
      onClick={() => remember(other)}
    >
      {t.frame.otherLanguage}
    </Go>
  );
}
