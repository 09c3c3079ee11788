import { useState } from 'react';
import { useWords } from '../words.ts';

/** Copies a text; says for a moment that it did. */
export function CopyButton({ text, name }: { text: string; name: string }) {
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
