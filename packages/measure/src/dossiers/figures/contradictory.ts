import type { Missing } from '@emc/contract';
import type { CompletenessGiven } from './completeness-given.ts';

/** Systems of which dossiers say what cannot be: that counts as not said, so their figures lack it. */
export function contradictory({ whose, contradicted }: Pick<CompletenessGiven, 'whose' | 'contradicted'>): Missing[] {
  const known = new Map(whose.systems.map((system) => [system.systemId, system]));
  return contradicted.flatMap(({ systemId, dossiers }) => {
    const system = known.get(systemId);
    if (system === undefined) return [];
    const { name, bodyCode } = system;
    const [vi, en] = [dossiers.toLocaleString('vi'), dossiers.toLocaleString('en')];
    return [
      {
        what: `contradicted:${systemId}`,
        words: {
          vi: `${vi} hồ sơ của hệ thống “${name}” (${bodyCode}) có mốc thời gian không thể có; mốc đó coi như không có.`,
          en: `${en} dossiers of the system “${name}” (${bodyCode}) name times that cannot be; these count as not said.`,
        },
      },
    ];
  });
}
