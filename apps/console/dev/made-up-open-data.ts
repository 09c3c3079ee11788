import type { OpenDataIndex } from '@emc/contract';

/** The tables that the open data page shows. */
export const MADE_UP_OPEN_DATA: OpenDataIndex = {
  tables: [
    {
      id: 'connection',
      title: { vi: 'Tình trạng kết nối của các cơ quan', en: 'Connection of the bodies' },
      description: { vi: 'Mỗi dòng là một cơ quan vào ngày được hỏi.', en: 'One row for each body on the day asked for.' },
      csv: '/api/v1/open-data/connection.csv',
      json: '/api/v1/open-data/connection.json',
      columns: [
        { name: 'body_code', type: 'text', unit: null, description: { vi: 'Mã cơ quan', en: 'Code of the body' } },
        { name: 'state', type: 'text', unit: null, description: { vi: 'Tình trạng kết nối', en: 'State of connection' } },
        { name: 'portals_receiving', type: 'integer', unit: 'cổng', description: { vi: 'Số cổng đang gửi', en: 'Portals sending' } },
      ],
      license: 'CC BY 4.0',
      updated: { vi: 'Hằng ngày', en: 'Daily' },
    },
    {
      id: 'dossiers',
      title: { vi: 'Hồ sơ theo cơ quan', en: 'Dossiers by body' },
      description: { vi: 'Số hồ sơ của mỗi cơ quan trong một kỳ.', en: 'Dossiers of each body in a period.' },
      csv: '/api/v1/open-data/dossiers.csv',
      json: '/api/v1/open-data/dossiers.json',
      columns: [
        { name: 'body_code', type: 'text', unit: null, description: { vi: 'Mã cơ quan', en: 'Code of the body' } },
        { name: 'received', type: 'integer', unit: 'hồ sơ', description: { vi: 'Hồ sơ tiếp nhận', en: 'Dossiers received' } },
        { name: 'online_rate', type: 'number', unit: '1', description: { vi: 'Tỷ lệ hồ sơ trực tuyến', en: 'Share received online' } },
      ],
      license: 'CC BY 4.0',
      updated: { vi: 'Mỗi giờ', en: 'Hourly' },
    },
  ],
}; // prettier-ignore
