import type { ConnectionRule, Portal } from '@emc/contract';
import { useSimulated } from '../api/simulated.ts';
import { useWords } from '../words.ts';

/** The rule by which bodies were judged, in words. */
export function ConnectionRuleBox({ rule }: { rule: ConnectionRule }) {
  const { t, f, lang, nameOf } = useWords();
  const kinds = rule.requiredPortalKinds.map((kind) => t.portalKind[kind as Portal['kind']] ?? kind);
  const simulated = useSimulated();
  return (
    <section aria-labelledby="rule" className="rule-box">
      <h2 id="rule">{t.board.rule}</h2>
      <p className="sentence">{t.board.ruleName(nameOf(rule), rule.legalBasis[lang])}</p>
      <ul className="plain-list">
        <li>{t.board.rulePortal(f.number(rule.portalWindowHours))}</li>
        {kinds.length === 0 ? null : <li>{t.board.ruleKinds(kinds.join(', '))}</li>}
        <li>{t.board.ruleOthers(f.percentShort(rule.otherPortalsShare))}</li>
        <li>{t.board.ruleSystem(f.number(rule.systemWindowHours / 24))}</li>
        <li>
          {rule.systemsShare === 1 ? t.board.ruleSystemsAll : t.board.ruleSystems(f.percentShort(rule.systemsShare))}
        </li>
        <li>{t.board.ruleMinimum(f.number(rule.minimumPortals), f.number(rule.minimumSystems))}</li>
        <li>{t.board.ruleBefore}</li>
      </ul>
      {simulated ? <p className="sentence">{t.overview.invented}</p> : null}
    </section>
  );
}
