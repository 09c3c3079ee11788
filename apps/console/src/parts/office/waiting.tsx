import type { Campaign } from '@emc/contract';
import { Go } from '../go.tsx';
import { useOfficeWords } from './words.ts';

/** How many proposals of campaigns whose limit has passed nobody has decided. */
export const undecidedOf = (campaigns: readonly Campaign[]): number =>
  campaigns.reduce((sum, { passed, counts }) => sum + (passed ? counts.proposed - counts.decided : 0), 0);

/** Campaigns with proposals to decide, and those whose limit is ahead. */
export function WaitingForDecision({ campaigns }: { campaigns: readonly Campaign[] }) {
  const { o, f, at } = useOfficeWords();
  const open = campaigns.filter((campaign) => undecidedOf([campaign]) > 0);
  const ahead = campaigns.filter(({ passed }) => !passed);
  return (
    <>
      {open.length === 0 ? (
        <p className="none">{o.morning.waitingNone}</p>
      ) : (
        <>
          <p className="sentence">{o.morning.waitingText}</p>
          <ul className="office-lines">
            {open.map(({ id, name, counts }) => (
              <li key={id}>
                <Go to={at.campaign(id, { show: 'undecided' })}>{name}</Go>
                <strong>{o.morning.undecided(f.number(counts.proposed - counts.decided))}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="panel-links">
        {ahead.map(({ id, name, limit }) => (
          <Go key={id} to={at.campaign(id)}>
            {o.morning.ahead(name, f.day(limit))}
          </Go>
        ))}
        <Go to={at.campaigns()}>{o.campaigns.title}</Go>
      </p>
    </>
  );
}
