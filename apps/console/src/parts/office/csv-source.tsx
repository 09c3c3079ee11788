import { useId, useState } from 'react';
import { TextField } from '../text-field.tsx';
import { useOfficeWords } from './words.ts';

const LARGEST_bytes = 20_000_000;

/** The text of a CSV file: chosen from the disk, or pasted. */
export function CsvSource({ csv, onChange }: { csv: string; onChange: (csv: string) => void }) {
  const { o, f, t } = useOfficeWords();
  const words = o.procedureImport;
  const id = useId();
  const [file, setFile] = useState('');
  const [fault, setFault] = useState<string | undefined>(undefined);
  const read = async (chosen: File | undefined) => {
    setFile('');
    setFault(undefined);
    if (chosen === undefined) return;
    if (chosen.size > LARGEST_bytes) return setFault(words.tooLarge);
    try {
      // Whatever is not UTF-8 would arrive as � and be taken for names: better refused here, with what to do.
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await chosen.arrayBuffer());
      onChange(text);
      setFile(words.fileChosen(chosen.name, f.number(text.trimEnd().split('\n').length)));
    } catch {
      setFault(words.notUtf8);
    }
  };
  return (
    <>
      <div className="field">
        <label htmlFor={id}>{words.file}</label>
        <input
          id={id}
          type="file"
          accept=".csv,text/csv,text/plain"
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-said`}
          onChange={(event) => void read(event.target.files?.[0])}
        />
        <p id={`${id}-said`} className={fault === undefined ? 'hint' : 'field-error'} role="status">
          {fault ?? file}
        </p>
      </div>
      <TextField
        label={words.paste}
        value={csv}
        onChange={(text) => {
          setFile('');
          onChange(text);
        }}
        hint={words.pasteHint}
        optional={t.register.optional}
        lines={8}
      />
    </>
  );
}
