import type { Campaign } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { campaignsQuery } from '../api/office.ts';
import { Go } from '../parts/go.tsx';
import { CampaignForm } from '../parts/office/campaign-form.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';

/** The written time limits for completing the connection. */
export function CampaignsPage() {
  return <Gate roles={['operator', 'committee']}>{({ role }) => <Campaigns mayOpen={role === 'operator'} />}</Gate>;
}

function Campaigns({ mayOpen }: { mayOpen: boolean }) {
  const { o } = useOfficeWords();
  const asked = useQuery(campaignsQuery());
  const [opening, setOpening] = useState(false);
  return (
    <article className="page">
      <PageTitle title={o.campaigns.title} lead={o.campaigns.lead} />
      {!mayOpen ? null : opening ? (
        <section aria-labelledby="open">
          <h2 id="open">{o.campaigns.open}</h2>
          <CampaignForm cancel={() => setOpening(false)} />
        </section>
      ) : (
        <p>
          <button type="button" className="button is-main" onClick={() => setOpening(true)}>
            {o.campaigns.open}
          </button>
        </p>
      )}
      <Loaded asked={asked} lines={6} height_px={240}>
        {({ items }) =>
          items.length === 0 ? <p className="none">{o.campaigns.none}</p> : <CampaignTable campaigns={items} />
        }
      </Loaded>
    </article>
  );
}

function CampaignTable({ campaigns }: { campaigns: readonly Campaign[] }) {
  const { o, f, at } = useOfficeWords();
  const c = o.campaigns;
  return (
    <table className="table card-table">
      <caption className="unseen">{c.title}</caption>
      <thead>
        <tr>
          {[c.name, c.limit, c.state, c.connected, c.proposed, c.decided].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {campaigns
          .toSorted((a, b) => b.limit.localeCompare(a.limit) || b.id - a.id)
          .map(({ id, name, document, limit, passed, counts }) => (
            <tr key={id}>
              <th scope="row">
                <Go to={at.campaign(id)}>{name}</Go>
                <small>{document}</small>
              </th>
              <td data-head={c.limit}>{f.day(limit)}</td>
              <td data-head={c.state}>{passed ? c.passed : c.running}</td>
              <td data-head={c.connected}>{c.of(f.number(counts.connected), f.number(counts.bodies))}</td>
              <td data-head={c.proposed}>{f.number(counts.proposed)}</td>
              <td data-head={c.decided}>{c.of(f.number(counts.decided), f.number(counts.proposed))}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
