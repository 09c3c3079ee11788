import type { Snippet } from '@emc/contract';
import { useState } from 'react';
import { useWords } from '../words.ts';

const FORMS = ['deployed', 'oneLine', 'noscript'] as const;

/** The code to paste in its three forms, and how to see that it works. */
export function SnippetBox({ snippet }: { snippet: Snippet }) {
  const { t } = useWords();
  return (
    <section className="snippets" aria-labelledby="code">
      <h2 id="code">{t.portal.code}</h2>
      <p>{t.portal.codeText}</p>
      {FORMS.map((form) => (
        <SnippetForm key={form} name={t.portal.forms[form]} code={snippet[form]} />
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

function SnippetForm({ name, code }: { name: string; code: string }) {
  return (
    <div className="snippet">
      <div className="snippet-head">
        <h3>{name}</h3>
        <CopyButton text={code} name={name} />
      </div>
      <pre tabIndex={0} role="region" aria-label={name}>
        <code>{code}</code>
      </pre>
    </div>
  );
}

/** Copies a text; says for a moment that it did. */
function CopyButton({ text, name }: { text: string; name: string }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <button type="button" className="button copy" onClick={() => void copy()}>
      <span aria-hidden="true">{copied ? t.wait.copied : t.wait.copy}</span>
      <span className="unseen">{copied ? t.wait.copied : `${t.wait.copy}: ${name}`}</span>
    </button>
  );
}

/** The clipboard needs https; on a plain http address inside an agency's network the older way still works. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  return undefined;
}
