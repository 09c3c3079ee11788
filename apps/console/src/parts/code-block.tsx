import { CopyButton } from './copy-button.tsx';

/** Something to paste elsewhere, with a button that copies it. */
export function CodeBlock({ name, code }: { name: string; code: string }) {
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
