import type { CampaignDetail, Proposal } from '@emc/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { campaignQuery } from '../api/office.ts';
import { Choice } from '../parts/choice.tsx';
import { useFilters } from '../parts/filters.ts';
import { Go } from '../parts/go.tsx';
import { DecisionDialog } from '../parts/office/decision-dialog.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { ProposalTable } from '../parts/office/proposal-table.tsx';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded, NotFound } from '../parts/problem-note.tsx';

/** One campaign: who is proposed not to be evaluated, why, and what was decided. */
export function CampaignPage() {
  const id = Number(useParams({ strict: false }).campaignId);
  if (!Number.isSafeInteger(id) || id < 1) return <NotFound />;
  return (
    <Gate roles={['operator', 'committee']}>{({ role }) => <Asked id={id} mayDecide={role === 'operator'} />}</Gate>
  );
}

function Asked({ id, mayDecide }: { id: number; mayDecide: boolean }) {
  const asked = useQuery(campaignQuery(id));
  return (
    <article className="page">
      <Loaded asked={asked} lines={10} height_px={600}>
        {(campaign) => <Known campaign={campaign} mayDecide={mayDecide && campaign.passed} />}
      </Loaded>
    </article>
  );
}

const SHOWS = ['all', 'undecided', 'improved'] as const;
type Show = (typeof SHOWS)[number];

/** Whether a proposal is of the kind that is asked for. */
const isOf = (show: Show, { decision, stateNow }: Proposal): boolean =>
  show === 'all' || (show === 'undecided' ? decision === null : stateNow === 'connected');

function Known({ campaign, mayDecide }: { campaign: CampaignDetail; mayDecide: boolean }) {
  const { o, f, at } = useOfficeWords();
  const c = o.campaigns;
  const { counts, proposals, passed } = campaign;
  return (
    <>
      <PageTitle
        title={campaign.name}
        above={<Go to={at.campaigns()}>{c.title}</Go>}
        lead={c.leadOne(campaign.document, f.day(campaign.limit))}
      />
      <dl className="facts">
        <dt>{c.state}</dt>
        <dd>{passed ? c.passed : c.running}</dd>
        <dt>{c.connected}</dt>
        <dd>{c.of(f.number(counts.connected), f.number(counts.bodies))}</dd>
        <dt>{c.proposed}</dt>
        <dd>{f.number(counts.proposed)}</dd>
        <dt>{c.decided}</dt>
        <dd>{c.of(f.number(counts.decided), f.number(counts.proposed))}</dd>
      </dl>
      <section aria-labelledby="proposals">
        <h2 id="proposals">{passed ? c.proposals : c.preview}</h2>
        {proposals.length === 0 ? (
          <p className="none">{c.proposalsNone}</p>
        ) : (
          <>
            <p className="sentence">{passed ? c.proposalsText : c.previewText(f.day(campaign.limit))}</p>
            <Proposals campaign={campaign} mayDecide={mayDecide} />
          </>
        )}
      </section>
    </>
  );
}

function Proposals({ campaign, mayDecide }: { campaign: CampaignDetail; mayDecide: boolean }) {
  const { o } = useOfficeWords();
  const c = o.campaigns;
  const queries = useQueryClient();
  const [filters, change] = useFilters();
  const [deciding, setDeciding] = useState<Proposal | null>(null);
  const [lastReason, setLastReason] = useState('');
  const show = SHOWS.find((known) => known === filters['show']) ?? 'all';
  const shown = campaign.proposals.filter((proposal) => isOf(show, proposal));
  const next = shown.find(({ decision, bodyCode }) => decision === null && bodyCode !== deciding?.bodyCode) ?? null;
  return (
    <>
      {campaign.passed ? (
        <Choice
          label={c.show}
          value={show}
          options={SHOWS.map((value) => ({ value, text: c.shows[value] }))}
          onChange={(value) => change({ show: value === 'all' ? null : value })}
        />
      ) : null}
      {shown.length === 0 ? (
        <p className="none">{c.noneShown}</p>
      ) : (
        <ProposalTable proposals={shown} passed={campaign.passed} decide={mayDecide ? setDeciding : null} />
      )}
      {deciding === null ? null : (
        <DecisionDialog
          key={deciding.bodyCode}
          campaignId={campaign.id}
          proposal={deciding}
          lastReason={lastReason}
          hasNext={next !== null}
          done={(changed, { reason, goOn }) => {
            queries.setQueryData(campaignQuery(campaign.id).queryKey, changed);
            setLastReason(reason);
            setDeciding(goOn ? next : null);
            void queries.invalidateQueries({ queryKey: ['office', '/campaigns'] });
          }}
          close={() => setDeciding(null)}
        />
      )}
    </>
  );
}
