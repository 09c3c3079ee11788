import type { Language } from '@emc/contract';
import type { z } from 'zod';
import type { JsonSchema } from '../openapi-shape.ts';
import { type Html, markup } from './markup.ts';

const WORDS = {
  vi: {
    field: 'Trường',
    type: 'Kiểu',
    meaning: 'Ý nghĩa',
    optional: 'không bắt buộc',
    or: ' hoặc ',
    list: 'danh sách ',
    fields: 'Các trường của',
  },
  en: {
    field: 'Field',
    type: 'Type',
    meaning: 'Meaning',
    optional: 'optional',
    or: ' or ',
    list: 'list of ',
    fields: 'Fields of',
  },
};

/** A schema where JSON Schema would also take `true` or a list of them, which Zod never writes for us. */
function schemaIn(inner: z.core.JSONSchema._JSONSchema | z.core.JSONSchema._JSONSchema[] | undefined): JsonSchema {
  return typeof inner === 'object' && !Array.isArray(inner) ? inner : {};
}

/** What a schema allows, in a few words, with a link where it has a name of its own. */
export function typeOf(schema: JsonSchema, language: Language): Html {
  const words = WORDS[language];
  const { $ref, anyOf, enum: values, const: only, items, type, format } = schema;
  if ($ref !== undefined) {
    const name = $ref.split('/').at(-1) ?? '';
    return markup`<a href="#schema-${name}">${name}</a>`;
  }
  if (anyOf !== undefined)
    return markup`${anyOf.map((one, index) => markup`${index === 0 ? '' : words.or}${typeOf(schemaIn(one), language)}`)}`;
  if (values !== undefined)
    return markup`${values.map((value, index) => markup`${index === 0 ? '' : ' | '}<code>${String(value)}</code>`)}`;
  if (only !== undefined) return markup`<code>${String(only)}</code>`;
  if (type === 'array') return markup`${words.list}${typeOf(schemaIn(items), language)}`;
  return markup`${Array.isArray(type) ? type.join(' | ') : (type ?? 'any')}${format === undefined ? '' : ` (${format})`}${limitsOf(schema)}`;
}

function limitsOf({ minimum, maximum, maxLength }: JsonSchema): string {
  if (typeof minimum === 'number' && typeof maximum === 'number') return ` ${minimum}–${maximum}`;
  if (typeof minimum === 'number') return ` ≥ ${minimum}`;
  return typeof maxLength === 'number' ? ` ≤ ${maxLength}` : '';
}

interface Row {
  name: string;
  schema: JsonSchema;
  optional: boolean;
}

/** The fields of an object, those of objects inside it below them as `outer.inner` and `list[].inner`. */
function rowsOf(schema: JsonSchema, prefix = ''): Row[] {
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const inner = schemaIn(property);
    const name = prefix + key;
    const below =
      inner.properties === undefined ? rowsOf(schemaIn(inner.items), `${name}[].`) : rowsOf(inner, `${name}.`);
    return [{ name, schema: inner, optional: !required.includes(key) }, ...below];
  });
}

/** A table of the fields of a named schema. */
export function schemaTable(name: string, schema: JsonSchema, language: Language): Html {
  const words = WORDS[language];
  const rows = rowsOf(schema).map(
    ({ name: field, schema: inner, optional }) =>
      markup`<tr>
        <th scope="row"><code>${field}</code></th>
        <td>${typeOf(inner, language)}${optional ? markup` <span class="quiet">(${words.optional})</span>` : ''}</td>
        <td lang="en">${inner.description}</td>
      </tr>`,
  );
  return markup`<section id="schema-${name}" aria-labelledby="schema-${name}-name">
    <h3 id="schema-${name}-name">${name}</h3>
    ${meaningTable(`${words.fields} ${name}`, words.field, rows, language)}
  </section> `;
}

/** Rows of a name, a type and a meaning. @param label what the table is, for who does not see it */
export function meaningTable(label: string, names: string, rows: readonly Html[], language: Language): Html {
  const words = WORDS[language];
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          <th scope="col">${names}</th>
          <th scope="col">${words.type}</th>
          <th scope="col">${words.meaning}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
