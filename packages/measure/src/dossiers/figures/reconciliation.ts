import type { Missing } from '@emc/contract';
import type { CompletenessGiven } from './completeness-given.ts';
import type { SystemOnMap } from './subject.ts';

/**
 * Systems of one body that told of the same dossiers, which therefore count twice: one word for each two of them. Bodies that
 * hand a dossier on to each other both count it, and neither lacks anything.
 */
export function unreconciled({ whose, toldTwice }: Pick<CompletenessGiven, 'whose' | 'toldTwice'>): Missing[] {
  const known = new Map(whose.systemsOfBodies.map((system) => [system.systemId, system]));
  const asked = new Set(whose.systems.map(({ systemId }) => systemId));
  return toldTwice.flatMap(({ systemId, otherId, dossiers }) => {
    const [system, other] = [known.get(systemId), known.get(otherId)];
    if (system === undefined || other === undefined || system.bodyCode !== other.bodyCode) return [];
    // Of two that are both asked for, the other says the same.
    return asked.has(otherId) && otherId < systemId ? [] : [told(system, other, dossiers)];
  });
}

function told({ systemId, name, bodyCode }: SystemOnMap, other: SystemOnMap, dossiers: number): Missing {
  const [vi, en] = [dossiers.toLocaleString('vi'), dossiers.toLocaleString('en')];
  return {
    what: `unreconciled:${systemId}`,
    words: {
      vi: `Chưa đối soát: ${vi} hồ sơ của hệ thống “${name}” (${bodyCode}) cũng do hệ thống “${other.name}” gửi nên được tính hai lần.`,
      en: `Not reconciled: ${en} dossiers of the system “${name}” (${bodyCode}) were sent by the system “${other.name}” too and count twice.`,
    },
  };
}
