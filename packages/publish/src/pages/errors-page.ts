import { ERRORS, type Language } from '@emc/contract';
import { markup } from './markup.ts';
import type { Page } from './layout.ts';

const WORDS = {
  vi: {
    title: 'Mã lỗi',
    lead: 'Mỗi lần từ chối đều mang một mã trong trường "code" (application/problem+json). Chương trình nên xét mã, không xét câu chữ. Trường "instance" giúp đơn vị vận hành tìm trong nhật ký.',
    status: 'Trạng thái HTTP',
    contents: 'Các mã',
    todo: 'Cần làm gì',
  },
  en: {
    title: 'Error codes',
    lead: 'Every refusal carries a code in "code" (application/problem+json). Programs should look at the code, never at the texts. "instance" is what the operator looks for in the log.',
    status: 'HTTP status',
    contents: 'The codes',
    todo: 'What to do',
  },
};

/** The page that `type` of every problem points to: one section a code, from the registry of errors. */
export function errorsPage(language: Language): Page {
  const words = WORDS[language];
  const entries = Object.entries(ERRORS);
  const contents = entries.map(
    ([code, { title }]) =>
      markup`<li>
        <a href="#${code}"><code>${code}</code></a> – ${title[language]}
      </li>`,
  );
  const sections = entries.map(
    ([code, { status, title, remedy }]) =>
      markup`<section id="${code}" aria-labelledby="${code}-name">
        <h3 id="${code}-name"><code>${code}</code></h3>
        <p>${title[language]}. <span class="quiet">${words.status} ${status}.</span></p>
        <p>${words.todo}: ${remedy[language]}</p>
      </section>`,
  );
  return {
    path: '/docs/errors',
    title: words.title,
    body: markup`<p>${words.lead}</p>
      <h2>${words.contents}</h2>
      <ul class="contents">
        ${contents}
      </ul>
      ${sections}`,
  };
}
