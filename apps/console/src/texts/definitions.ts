import type { UsageTotals } from '@emc/contract';
import type { Lang } from '../addresses.ts';

/** A usage figure in words: what it is called, what it counts, how it is written. */
export interface Definition {
  name: string;
  unit: string;
  text: string;
}
export type FigureName = Exclude<keyof UsageTotals, 'bounces'>;

const viDefinitions: Record<FigureName, Definition> = {
  visitors: {
    name: 'Người truy cập',
    unit: 'người-ngày',
    text: 'Số người khác nhau trong mỗi ngày, cộng qua các ngày. Khóa nhận diện chỉ sống một ngày rồi bị hủy, nên một người vào hai ngày được đếm hai lần. Trong một ngày, một người vào hai cổng được đếm ở mỗi cổng một lần, nhưng toàn quốc chỉ một lần: không cộng số của các cổng với nhau.',
  },
  visits: {
    name: 'Lượt truy cập',
    unit: 'lượt',
    text: 'Một chuỗi thao tác của một người trên một cổng. Lượt mới bắt đầu khi đã quá 30 phút không có thao tác, khi sang ngày mới, hoặc khi đến từ một chiến dịch khác. Tính vào giờ bắt đầu.',
  },
  pageViews: {
    name: 'Lượt xem trang',
    unit: 'lượt',
    text: 'Số lần một trang có gắn mã giám sát được mở, kể cả chuyển trang trong ứng dụng một trang. Không tính máy tự động, và người bật Do Not Track hoặc Global Privacy Control.',
  },
  bounceRate: {
    name: 'Tỷ lệ thoát',
    unit: '% lượt truy cập',
    text: 'Phần lượt truy cập chỉ xem đúng một trang. Không có lượt truy cập nào thì không có giá trị (–).',
  },
  pagesPerVisit: { name: 'Trang mỗi lượt', unit: 'trang/lượt', text: 'Lượt xem trang chia cho lượt truy cập.' },
  averageVisitSeconds: {
    name: 'Thời gian mỗi lượt',
    unit: 'phút, giây',
    text: 'Trung bình từ thao tác đầu đến thao tác cuối của một lượt truy cập. Lượt chỉ có một thao tác tính là 0 giây.',
  },
  serviceViews: {
    name: 'Xem dịch vụ công',
    unit: 'lượt',
    text: 'Số lần trang của một dịch vụ công được xem, theo lệnh trackDVC của cổng (trạng thái -1).',
  },
  serviceSubmissions: {
    name: 'Nộp hồ sơ',
    unit: 'lượt',
    text: 'Số lần cổng báo đã nộp hồ sơ qua lệnh trackDVC (trạng thái 1). Một số cổng gửi trạng thái này cả khi chỉ xem, nên phải đối soát với số hồ sơ.',
  },
  downloads: { name: 'Tải tệp', unit: 'lượt', text: 'Số lần một liên kết tới tệp được bấm (pdf, docx, xlsx, zip …).' },
  outlinks: {
    name: 'Ra trang khác',
    unit: 'lượt',
    text: 'Số lần một liên kết dẫn ra ngoài các máy chủ của cổng được bấm.',
  },
  searches: { name: 'Tìm kiếm', unit: 'lượt', text: 'Số lần tìm kiếm trong cổng, do cổng báo.' },
  events: { name: 'Sự kiện', unit: 'lượt', text: 'Số sự kiện do cổng tự đặt và gửi bằng trackEvent.' },
};

const enDefinitions: Record<FigureName, Definition> = {
  visitors: {
    name: 'Visitors',
    unit: 'visitor-days',
    text: 'Different people in each day, added up over days. The key that tells people apart lives one day and is then destroyed, so somebody who comes on two days counts twice. Within a day, a person on two portals counts once at each, but once in the country: do not add portals up.',
  },
  visits: {
    name: 'Visits',
    unit: 'visits',
    text: 'A chain of actions of one person on one portal. A new visit begins after more than 30 minutes without an action, at midnight, or on arrival from another campaign. Counted in the hour in which it begins.',
  },
  pageViews: {
    name: 'Page views',
    unit: 'views',
    text: 'How often a page that carries the monitoring code was opened, including changes of page inside a single-page application. Robots, and people with Do Not Track or Global Privacy Control, are not counted.',
  },
  bounceRate: {
    name: 'Bounce rate',
    unit: '% of visits',
    text: 'Share of visits with exactly one page view. Where there were no visits there is no value (–).',
  },
  pagesPerVisit: { name: 'Pages per visit', unit: 'pages/visit', text: 'Page views divided by visits.' },
  averageVisitSeconds: {
    name: 'Time per visit',
    unit: 'minutes, seconds',
    text: 'Average time from the first to the last action of a visit. A visit with a single action takes 0 seconds.',
  },
  serviceViews: {
    name: 'Service views',
    unit: 'views',
    text: 'How often the page of a public service was viewed, as the portal tells by the command trackDVC (state -1).',
  },
  serviceSubmissions: {
    name: 'Submissions',
    unit: 'submissions',
    text: 'How often the portal told by trackDVC (state 1) that a dossier was submitted. Some portals send this state for views too, so it is to be reconciled with dossiers.',
  },
  downloads: {
    name: 'Downloads',
    unit: 'downloads',
    text: 'How often a link to a file (pdf, docx, xlsx, zip …) was followed.',
  },
  outlinks: {
    name: 'Outgoing links',
    unit: 'clicks',
    text: 'How often a link to somewhere outside the hosts of the portal was followed.',
  },
  searches: { name: 'Searches', unit: 'searches', text: 'Searches inside the portal, as the portal tells.' },
  events: { name: 'Events', unit: 'events', text: 'Events that the portal defines itself and sends by trackEvent.' },
};

/** In the order in which they are shown. */
export const FIGURES = Object.keys(viDefinitions) as FigureName[];
export const definitions: Record<Lang, Record<FigureName, Definition>> = { vi: viDefinitions, en: enDefinitions };
