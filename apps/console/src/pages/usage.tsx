import { PageTitle } from '../parts/page-title.tsx';
import { TodayPanel } from '../parts/now-panel.tsx';
import { UsageSection } from '../parts/usage-section.tsx';
import { useWords } from '../words.ts';

/** How much the portals of the whole country are used, over time. */
export function UsagePage() {
  const { t } = useWords();
  return (
    <article className="page">
      <PageTitle title={t.overview.usageTitle} lead={t.overview.usageLead} />
      <TodayPanel />
      <UsageSection subject={{ kind: 'country' }} file="emc-country" />
    </article>
  );
}
