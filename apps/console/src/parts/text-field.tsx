import { useId } from 'react';

interface TextFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  hint?: string;
  error?: string | undefined;
  optional?: string;
  type?: 'text' | 'url' | 'password' | 'email';
  inputMode?: 'text' | 'url' | 'numeric' | 'email';
  lines?: number;
  autoComplete?: string;
}

/** A labelled text field with its hint and its error beside it. */
export function TextField({
  label,
  value,
  onChange,
  hint,
  error,
  optional,
  type = 'text',
  inputMode,
  lines,
  autoComplete = 'off',
}: TextFieldProps) {
  const id = useId();
  const about = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
    .filter(Boolean)
    .join(' ');
  const attributes = {
    id,
    value,
    autoComplete,
    spellCheck: false,
    'aria-invalid': error !== undefined,
    'aria-describedby': about === '' ? undefined : about,
    'aria-required': optional === undefined,
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {optional === undefined ? null : <small>({optional})</small>}
      </label>
      {lines === undefined ? (
        <input {...attributes} type={type} inputMode={inputMode} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <textarea {...attributes} rows={lines} onChange={(event) => onChange(event.target.value)} />
      )}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  );
}
