import type { Snippet } from '@emc/contract';
import { useWords } from '../words.ts';
import { CodeBlock } from './code-block.tsx';

const FORMS = ['deployed', 'oneLine', 'noscript'] as const;

/** The code to paste in its three forms, and how to see that it works. */
export function SnippetBox({ snippet }: { snippet: Snippet }) {
  const { t } = useWords();
  return (
    <section className="snippets" aria-labelledby="code">
      <h2 id="code">{t.portal.code}</h2>
      <p>{t.portal.codeText}</p>
      {FORMS.map((form) => (
        <CodeBlock key={form} name={t.portal.forms[form]} code={snippet[form]} />
      ))}
      <h3>{t.portal.check}</h3>
      <ol className="checks">
        {t.portal.checks.map((check) => (
          <li key={check}>{check}</li>
        ))}
      </ol>
    </section>
  );
}
