import { ERRORS, type Language, type Role, type WordsInBoth } from '@emc/contract';
import { inlineSchema, referenceTo } from '../components.ts';
import type { Access } from '../guard/access.ts';
import type { OpenApiDocument } from '../openapi-shape.ts';
import { errorsOf, type Route, TAGS } from '../route.ts';
import { type Html, markup } from './markup.ts';
import type { Page } from './layout.ts';
import { meaningTable, schemaTable, typeOf } from './schema-tables.ts';

const WORDS = {
  vi: {
    title: 'API của EMC',
    lead: 'Số liệu công khai: ai cũng đọc được, không cần khóa. Các địa chỉ khác cần đăng nhập với vai trò được nêu, hoặc khóa của đơn vị vận hành (tệp operator.key trong thư mục dữ liệu). Ngày, giờ và tháng theo giờ Việt Nam. null nghĩa là không biết, không phải 0.',
    document: 'Bản cho máy đọc',
    simulated: 'Hệ thống này đang hiển thị dữ liệu mô phỏng.',
    contents: 'Các địa chỉ',
    needs: 'Cần đăng nhập',
    parameters: 'Tham số',
    name: 'Tên',
    body: 'Nội dung gửi lên',
    answers: 'Trả lời',
    refusals: 'Từ chối',
    example: 'Ví dụ',
    schemas: 'Các kiểu dữ liệu',
  },
  en: {
    title: 'The API of EMC',
    lead: 'Figures are public: anybody may read them, without a key. The other addresses need signing in with the role that is named, or the operator key (operator.key in the data directory). Days, hours and months are those of Asia/Ho_Chi_Minh. null means not known, not 0.',
    document: 'For machines',
    simulated: 'This installation shows simulated data.',
    contents: 'The addresses',
    needs: 'Needs signing in',
    parameters: 'Parameters',
    name: 'Name',
    body: 'What to send',
    answers: 'Answers',
    refusals: 'Refusals',
    example: 'Example',
    schemas: 'Shapes of data',
  },
};

/** Values that make the examples work on any installation that has the reference data. */
const SAMPLES: Record<string, string> = { code: 'H56', siteId: '1', id: '1' };

function parametersOf(route: Route, language: Language): Html | undefined {
  const words = WORDS[language];
  const all = [...Object.entries(route.params?.shape ?? {}), ...Object.entries(route.query?.shape ?? {})];
  if (all.length === 0) return undefined;
  const rows = all.map(([name, schema]) => {
    const written = inlineSchema(schema);
    return markup`<tr>
      <th scope="row"><code>${name}</code></th>
      <td>${typeOf(written, language)}</td>
      <td lang="en">${written.description}</td>
    </tr>`;
  });
  return markup`<h4>${words.parameters}</h4>
    ${meaningTable(`${words.parameters}: ${route.method} ${route.path}`, words.name, rows, language)}`;
}

function answersOf({ success }: Route, language: Language): Html {
  const shape = typeOf(referenceTo(success.schema), language);
  const others = (success.alsoAs ?? []).map(
    ({ type, description }) => markup`<li>${success.status} <code>${type}</code> – ${description[language]}</li>`,
  );
  const also = success.alsoStatus;
  return markup`<h4>${WORDS[language].answers}</h4>
    <ul class="contents">
      <li>${success.status} ${shape} – ${success.description[language]}</li>
      ${also === undefined ? '' : markup`<li>${also.status} ${shape} – ${also.description[language]}</li>`}${others}
    </ul>`;
}

function refusalsOf(route: Route, language: Language): Html {
  const codes = errorsOf(route).map(
    (code, index) =>
      markup`${index === 0 ? '' : ', '}<a href="/docs/errors?lang=${language}#${code}">${code}</a>
        ${ERRORS[code].status}`,
  );
  return markup`<h4>${WORDS[language].refusals}</h4>
    <p>${codes}</p>`;
}

const needsKey = ({ access }: Route) => access !== 'public' && access.roles.includes('operator');

const ROLE_NAMES: Record<Language, Record<Role, string>> = {
  vi: { operator: 'đơn vị vận hành', body: 'cơ quan', committee: 'Ủy ban' },
  en: { operator: 'operator', body: 'body', committee: 'committee' },
};
const OWN: WordsInBoth = { vi: 'chính cơ quan đó', en: 'that body itself' };

function rolesOf({ roles, ownBody }: Exclude<Access, 'public'>, language: Language): string {
  return roles.map((role) => (role === 'body' && ownBody ? OWN[language] : ROLE_NAMES[language][role])).join(', ');
}

/** A command that can be pasted into a shell as it stands. */
function exampleOf(route: Route, base: string): string {
  const address = base + route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => SAMPLES[name] ?? name);
  if (route.id === 'live') return `curl -N ${address}`;
  const method = route.method === 'GET' ? '' : ` -X ${route.method}`;
  const key = needsKey(route) ? ' \\\n  -H "Authorization: Bearer $(cat data/operator.key)"' : '';
  const body =
    route.body === undefined ? '' : ` \\\n  -H 'Content-Type: application/json' -d '${BODIES[route.id] ?? '{}'}'`;
  return `curl${method} ${address}${key}${body}`;
}

const BODIES: Record<string, string> = {
  addBody: '{"code":"H99","nameVi":"Tỉnh Ví dụ","nameEn":"Example Province","kind":"province"}',
  changeBody: '{"on":"2026-07-01","rename":{"nameVi":"Tên mới","nameEn":"New name"}}',
  addUnit: '{"nameVi":"Sở Tư pháp","nameEn":"Department of Justice"}',
  changeUnit: '{"nameVi":"Sở Nội vụ"}',
  addPortal:
    '{"bodyCode":"H56","name":"Cổng thông tin điện tử tỉnh Thanh Hóa","kind":"information-portal","url":"https://thanhhoa.gov.vn"}',
  changePortal: '{"allowedHosts":["www.thanhhoa.gov.vn"]}',
};

function sectionOf(route: Route, base: string, language: Language): Html {
  const words = WORDS[language];
  return markup`<section id="${route.id}" aria-labelledby="${route.id}-name">
    <h3 id="${route.id}-name"><span class="method">${route.method}</span><code>/api/v1${route.path}</code></h3>
    <p>${route.summary[language]}. ${
      route.access === 'public'
        ? ''
        : markup`<span class="key">${words.needs}: ${rolesOf(route.access, language)}</span>`
    }</p>
    ${route.description === undefined ? '' : markup`<p>${route.description[language]}</p>`}
    ${parametersOf(route, language)}
    ${
      route.body === undefined
        ? ''
        : markup`<h4>${words.body}</h4>
            <p>${typeOf(referenceTo(route.body), language)}</p>`
    }
    ${answersOf(route, language)} ${refusalsOf(route, language)}
    <h4>${words.example}</h4>
    <pre>${exampleOf(route, base)}</pre>
  </section> `;
}

/** The page to read about the API: the same declarations as the document, for people. Works without scripts, prints. */
export function apiPage(
  routes: readonly Route[],
  document: OpenApiDocument,
  simulated: boolean,
  language: Language,
): Page {
  const words = WORDS[language];
  const base = document.servers[0]?.url ?? '/api/v1';
  const tags = Object.entries(TAGS).map(([tag, name]) => ({
    name: name[language],
    routes: routes.filter((route) => route.tag === tag),
  }));
  const contents = tags.map(
    (tag) =>
      markup`<h3>${tag.name}</h3>
        <ul class="contents">
          ${tag.routes.map(
            ({ id, method, path, summary }) =>
              markup`<li>
                <a href="#${id}"><span class="method">${method}</span><code>${path}</code></a> – ${summary[language]}
              </li>`,
          )}
        </ul>`,
  );
  const sections = tags.map(
    (tag) =>
      markup`<h2>${tag.name}</h2>
        ${tag.routes.map((route) => sectionOf(route, base, language))}`,
  );
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) =>
    schemaTable(name, schema, language),
  );
  const body = markup`<p>${words.lead}</p>
    ${simulated ? markup`<p><strong>${words.simulated}</strong></p>` : ''}
    <p>
      ${words.document}: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1, ${document.info.version}).
      <code>${base}</code>
    </p>
    <h2>${words.contents}</h2>
    ${contents}${sections}
    <h2>${words.schemas}</h2>
    ${schemas}`;
  return { path: '/api', title: words.title, body };
}
