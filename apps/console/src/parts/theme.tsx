import { useState } from 'react';
import { useWords } from '../words.ts';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
/** public/theme.js reads the same key before the first paint. */
const KEY = 'emc-theme';

function chosen(): Theme {
  return THEMES.find((theme) => theme === document.documentElement.dataset['theme']) ?? 'system';
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Not remembered; holds for this page.
  }
}

/** Light, dark, or as the device says. */
export function ThemeSwitch() {
  const { t } = useWords();
  const [theme, setTheme] = useState(chosen);
  return (
    <label className="bar-select">
      <span className="unseen">{t.frame.theme.label}</span>
      <select
        value={theme}
        onChange={(event) => {
          const next = THEMES.find((known) => known === event.target.value) ?? 'system';
          apply(next);
          setTheme(next);
        }}
      >
        {THEMES.map((known) => (
          <option key={known} value={known}>
            {t.frame.theme[known]}
          </option>
        ))}
      </select>
    </label>
  );
}
