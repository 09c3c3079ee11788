import type { BodyWithConnection } from '@emc/contract';
import { useState } from 'react';
import {
  Button,
  ComboBox,
  FieldError,
  I18nProvider,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components';
import { plainText } from '../plain-text.ts';
import { useWords } from '../words.ts';

interface BodyBoxProps {
  bodies: readonly BodyWithConnection[];
  value: string;
  onChange: (code: string) => void;
  error?: string | undefined;
}

/** A body, found by typing its name or code, with or without diacritics. */
export function BodyBox({ bodies, value, onChange, error }: BodyBoxProps) {
  const { t, lang, nameOf } = useWords();
  const label = (body: BodyWithConnection) => `${nameOf(body)} (${body.code})`;
  const chosen = bodies.find(({ code }) => code === value);
  const [text, setText] = useState(chosen === undefined ? '' : label(chosen));
  const asked = plainText(text);
  const unchanged = chosen !== undefined && text === label(chosen);
  const shown = unchanged
    ? bodies
    : bodies.filter((body) => plainText(`${label(body)} ${body.nameVi} ${body.nameEn}`).includes(asked));
  return (
    <I18nProvider locale={lang === 'vi' ? 'vi-VN' : 'en-GB'}>
      <ComboBox
        className="field body-box"
        items={shown}
        inputValue={text}
        onInputChange={setText}
        selectedKey={value === '' ? null : value}
        onSelectionChange={(key) => {
          const body = bodies.find(({ code }) => code === key);
          onChange(body?.code ?? '');
          if (body !== undefined) setText(label(body));
        }}
        menuTrigger="focus"
        isInvalid={error !== undefined}
        validationBehavior="aria"
        allowsEmptyCollection
        isRequired
      >
        <Label>{t.register.body}</Label>
        <div className="box-row">
          <Input />
          <Button aria-label={t.register.body}>
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <path d="M2 4l4 4 4-4" />
            </svg>
          </Button>
        </div>
        <Text slot="description" className="hint">
          {t.register.bodyHint}
        </Text>
        <FieldError className="field-error">{error}</FieldError>
        <Popover className="box-popover">
          <ListBox<BodyWithConnection>
            className="box-list"
            renderEmptyState={() => <p className="none">{t.register.bodyNone}</p>}
          >
            {(body) => (
              <ListBoxItem id={body.code} textValue={label(body)} className="box-item">
                <span>{nameOf(body)}</span> <small>{body.code}</small>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </I18nProvider>
  );
}
