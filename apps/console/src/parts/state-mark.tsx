import type { BodyWithConnection, Portal, System } from '@emc/contract';
import { useWords } from '../words.ts';

type BodyState = BodyWithConnection['connection']['state'];
type PortalState = Portal['state'];
export type Shape = 'full' | 'half' | 'hollow' | 'broken' | 'crossed' | 'square-full' | 'square-half' | 'square-hollow';

/** Each state has its own shape, so that colour is never the only sign. */
const BODY_SHAPES: Record<BodyState, Shape> = {
  connected: 'full',
  'partly-connected': 'half',
  'not-connected': 'hollow',
};
const PORTAL_SHAPES: Record<PortalState, Shape> = {
  receiving: 'full',
  interrupted: 'broken',
  'wrong-host': 'crossed',
  seen: 'hollow',
  registered: 'hollow',
  retired: 'crossed',
};

/** The drawing alone. */
export function ShapeMark({ shape }: { shape: Shape }) {
  return (
    <svg className={`shape shape-${shape}`} viewBox="0 0 12 12" aria-hidden="true">
      {shape === 'full' ? <circle className="shape-fill" cx="6" cy="6" r="5" /> : null}
      {shape === 'half' ? (
        <>
          <circle className="shape-line" cx="6" cy="6" r="4.4" />
          <path className="shape-fill" d="M6 1.6a4.4 4.4 0 0 0 0 8.8z" />
        </>
      ) : null}
      {shape === 'hollow' ? <circle className="shape-line" cx="6" cy="6" r="4.4" /> : null}
      {shape === 'broken' ? <path className="shape-fill" d="M6 .8 11.6 11H.4z" /> : null}
      {shape.startsWith('square') ? <rect className="shape-line" x="1" y="1" width="10" height="10" rx="1.6" /> : null}
      {shape === 'square-full' ? <rect className="shape-fill" x="1" y="1" width="10" height="10" rx="1.6" /> : null}
      {shape === 'square-half' ? <path className="shape-fill" d="M1 11V1l10 10z" /> : null}
      {shape === 'crossed' ? <path className="shape-line" d="M2 2l8 8M10 2l-8 8" /> : null}
    </svg>
  );
}

/** The connection of a body, in shape, colour and word. */
export function ConnectionMark({ state }: { state: BodyState }) {
  const { t } = useWords();
  return (
    <span className={`state state-${BODY_SHAPES[state]}`}>
      <ShapeMark shape={BODY_SHAPES[state]} />
      {t.connection[state]}
    </span>
  );
}

/** The state of a portal, in shape, colour and word. */
export function PortalMark({ state }: { state: PortalState }) {
  const { t } = useWords();
  return (
    <span className={`state state-${PORTAL_SHAPES[state]}`}>
      <ShapeMark shape={PORTAL_SHAPES[state]} />
      {t.portalState[state]}
    </span>
  );
}

/** The state of a procedure system, in shape, colour and word. */
export function SystemMark({ state }: { state: System['state'] }) {
  const { t } = useWords();
  return (
    <span className={`state state-${PORTAL_SHAPES[state]}`}>
      <ShapeMark shape={PORTAL_SHAPES[state]} />
      {t.board.systemState[state]}
    </span>
  );
}
