import type { BodyCampaignList } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { bodyCampaignsQuery } from '../../api/office.ts';
import { ConnectionMark } from '../state-mark.tsx';
import { useOfficeWords } from './words.ts';

type OwnCampaign = BodyCampaignList['items'][number];

/** The campaigns that concern a body: by which letter, until when, what is proposed and decided about it. */
export function OwnCampaigns({ code }: { code: string }) {
  const { o } = useOfficeWords();
  const { data } = useQuery(bodyCampaignsQuery(code));
  if (data === undefined || data.total === 0) return null;
  return (
    <section aria-labelledby="campaigns">
      <h2 id="campaigns">{o.ourSide.campaigns}</h2>
      <ul className="todo">
        {data.items.map((campaign) => (
          <Campaign key={campaign.id} campaign={campaign} />
        ))}
      </ul>
    </section>
  );
}

function Campaign({ campaign }: { campaign: OwnCampaign }) {
  const { o, f, lang } = useOfficeWords();
  const { name, document, limit, passed, proposal } = campaign;
  const words = o.ourSide;
  return (
    <li className={proposal === null ? 'is-fine' : undefined}>
      <h3>{name}</h3>
      <p className="todo-state">
        <span>{words.byLetter(document)}</span>
        <span>{passed ? words.limitPassed(f.day(limit)) : words.limitAhead(f.day(limit))}</span>
      </p>
      {proposal === null ? (
        <p>{passed ? words.metLimit : words.meetsLimit}</p>
      ) : (
        <>
          {proposal.stateAtLimit === null ? null : (
            <p className="todo-state">
              {o.campaigns.atLimit}: <ConnectionMark state={proposal.stateAtLimit} />
            </p>
          )}
          <p>
            <strong>{proposal.decision === null ? whatWaits(words, passed) : words.decided[proposal.decision]}</strong>{' '}
            {proposal.decision === null
              ? proposal.reason[lang]
              : words.because(proposal.decisionReason ?? '–', f.dateTime(proposal.decidedAt))}
          </p>
        </>
      )}
    </li>
  );
}

const whatWaits = (words: { proposed: string; wouldBe: string }, passed: boolean) =>
  passed ? words.proposed : words.wouldBe;
