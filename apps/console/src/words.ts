import { useRouterState } from '@tanstack/react-router';
import { addresses, langOf, type Addresses, type Lang } from './addresses.ts';
import { makeFormats, type Formats } from './formats.ts';
import { definitions, type Definition, type FigureName } from './texts/definitions.ts';
import { en } from './texts/en.ts';
import { vi, type Texts } from './texts/vi.ts';

/** All that a page needs to speak one language. */
export interface Words {
  lang: Lang;
  t: Texts;
  /** Addresses in this language. */
  at: Addresses;
  f: Formats;
  define: Record<FigureName, Definition>;
  /** The name of something that has a Vietnamese and (perhaps) an English name. */
  nameOf: (named: { nameVi: string; nameEn?: string | null }) => string;
}

function makeWords(lang: Lang): Words {
  return {
    lang,
    t: lang === 'vi' ? vi : en,
    at: addresses(lang),
    f: makeFormats(lang),
    define: definitions[lang],
    nameOf: ({ nameVi, nameEn }) => (lang === 'en' && nameEn ? nameEn : nameVi),
  };
}

const WORDS: Record<Lang, Words> = { vi: makeWords('vi'), en: makeWords('en') };

/** The words of the language that the address speaks. */
export function useWords(): Words {
  return WORDS[useRouterState({ select: (state) => langOf(state.location.pathname) })];
}
