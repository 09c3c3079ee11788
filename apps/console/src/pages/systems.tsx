import type { SystemWithKey } from '@emc/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { officeApi, systemsQuery } from '../api/office.ts';
import { bodyQuery } from '../api/queries.ts';
import { BodyNav } from '../parts/body-nav.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { KeyOnce } from '../parts/office/key-once.tsx';
import { emptySystem, SystemForm, type SystemDraft } from '../parts/office/system-form.tsx';
import { SystemGuide } from '../parts/office/system-guide.tsx';
import { SystemTable } from '../parts/office/system-table.tsx';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';

/** The procedure-handling systems of a body: what sends, how to add one. */
export function SystemsPage() {
  const code = (useParams({ strict: false }).code ?? '').toUpperCase();
  return (
    <Gate roles={['operator', 'body', 'committee']} bodyCode={code}>
      {({ role }) => <Systems code={code} mayChange={role !== 'committee'} />}
    </Gate>
  );
}

function Systems({ code, mayChange }: { code: string; mayChange: boolean }) {
  const { o, nameOf } = useOfficeWords();
  const body = useQuery(bodyQuery(code));
  const asked = useQuery(systemsQuery({ body: code }));
  const [made, setMade] = useState<SystemWithKey | null>(null);
  const name = body.data === undefined ? code : nameOf(body.data);
  return (
    <article className="page">
      <PageTitle title={o.systems.titleOf(name)} above={<BodyNav code={code} name={name} />} lead={o.systems.lead} />
      {made === null ? null : (
        <section aria-labelledby="key">
          <KeyOnce system={made} close={() => setMade(null)} />
          <SystemGuide system={made} />
        </section>
      )}
      <Loaded asked={asked} lines={6} height_px={200}>
        {({ items }) =>
          items.length === 0 ? <p className="none">{o.systems.none}</p> : <SystemTable systems={items} />
        }
      </Loaded>
      {mayChange && made === null ? <Adding code={code} done={setMade} /> : null}
    </article>
  );
}

function Adding({ code, done }: { code: string; done: (made: SystemWithKey) => void }) {
  const { o } = useOfficeWords();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const send = async (draft: SystemDraft) => {
    done(await officeApi.addSystem({ bodyCode: code, ...draft }));
    await queries.invalidateQueries({ queryKey: ['office'] });
  };
  if (!open)
    return (
      <p>
        <button type="button" className="button is-main" onClick={() => setOpen(true)}>
          {o.systems.add}
        </button>
      </p>
    );
  return (
    <section aria-labelledby="add">
      <h2 id="add">{o.systems.add}</h2>
      <SystemForm first={emptySystem(code)} action={o.systems.send} send={send} cancel={() => setOpen(false)} />
    </section>
  );
}
