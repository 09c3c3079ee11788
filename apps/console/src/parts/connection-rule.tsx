import type { ConnectionRule, Portal } from '@emc/contract';
import { useWords } from '../words.ts';

/** The rule by which bodies were judged, in words. */
export function ConnectionRuleBox({ rule }: { rule: ConnectionRule }) {
  const { t, f, lang, nameOf } = useWords();
  const kinds = rule.requiredPortalKinds.map((kind) => t.portalKind[kind as Portal['kind']] ?? kind);
  const share = (value: number) => f.percent(value).replace(/[.,]0/, '');
  return (
    <section aria-labelledby="rule" className="rule-box">
      <h2 id="rule">{t.board.rule}</h2>
      <p className="sentence">{t.board.ruleName(nameOf(rule), rule.version, rule.legalBasis[lang])}</p>
      <ul className="plain-list">
        <li>{t.board.rulePortal(f.number(rule.portalWindowHours))}</li>
        {kinds.length === 0 ? null : <li>{t.board.ruleKinds(kinds.join(', '))}</li>}
        <li>{t.board.ruleOthers(share(rule.otherPortalsShare))}</li>
        <li>{t.board.ruleSystem(f.number(rule.systemWindowHours))}</li>
        <li>{t.board.ruleSystems(share(rule.systemsShare))}</li>
        <li>{t.board.ruleMinimum(f.number(rule.minimumPortals), f.number(rule.minimumSystems))}</li>
      </ul>
    </section>
  );
}
