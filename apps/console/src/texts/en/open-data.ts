import type { openData as vi } from '../vi/open-data.ts';

export const openData: typeof vi = {
  title: 'Open data',
  lead: 'The tables behind these pages, at stable addresses, as CSV and JSON, with a data dictionary.',
  csv: 'Download as CSV',
  json: 'Open as JSON',
  columns: 'Data dictionary',
  column: 'Column',
  type: 'Type',
  types: {
    text: 'text',
    integer: 'whole number',
    number: 'number',
    day: 'day (YYYY-MM-DD)',
    instant: 'instant (ISO 8601)',
    boolean: 'true/false',
  },
  unit: 'Unit',
  description: 'Description',
  license: 'Licence',
  updated: 'Updated',
  example: 'Example',
  exampleText: 'Decimals have a point; an empty field is unknown, not 0.',
  none: 'There are no tables yet.',
  apiText: 'Every number on these pages is in the programming interface too:',
  apiLink: 'OpenAPI description',
};
