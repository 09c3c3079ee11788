import type { ConnectionRule, WordsInBoth } from '@emc/contract';
import type { BodyJudgement, Lack } from './body-state.ts';
import { plural, sentences, spanWords } from './words.ts';

/** Why a body is in its state, by the clauses of the rule. */
export function bodyReason(judgement: BodyJudgement, rule: ConnectionRule): WordsInBoth {
  const { state, portals, systems, lacks } = judgement;
  if (portals.expected === 0 && systems.expected === 0 && state !== 'connected') {
    return {
      vi: 'Chưa có cổng nào đã đưa vào sử dụng và chưa có hệ thống nào được đăng ký.',
      en: 'No portal that is live and no system is registered.',
    };
  }
  const counts = {
    vi: `Đang gửi dữ liệu: ${portals.receiving}/${portals.expected} cổng, ${systems.receiving}/${systems.expected} hệ thống.`,
    en: `Sending: ${portals.receiving} of ${plural(portals.expected, 'portal')}, ${systems.receiving} of ${plural(systems.expected, 'system')}.`,
  };
  if (state === 'connected') {
    return sentences(counts, { vi: 'Đáp ứng mọi điều kiện của quy tắc.', en: 'The rule is met in every part.' });
  }
  return sentences(counts, ...CLAUSES.map((clause) => clause(lacks, rule)));
}

/** One clause of the rule and who does not meet it; null where it is met. */
type Clause = (lacks: readonly Lack[], rule: ConnectionRule) => WordsInBoth | null;

const CLAUSES: Clause[] = [
  (lacks, rule) => {
    const count = lacks.filter(({ what }) => what === 'required-portal').length;
    if (count === 0) return null;
    const span = spanWords(rule.portalWindowHours);
    return {
      vi: `${count} cổng bắt buộc không gửi dữ liệu trong ${span.vi} qua.`,
      en: `${plural(count, 'required portal')} sent nothing in the last ${span.en}.`,
    };
  },
  (lacks) => {
    const lack = lacks.find((one) => one.what === 'other-portal');
    if (lack === undefined) return null;
    return {
      vi: `Chỉ ${lack.have}/${lack.of} trang, cổng khác gửi dữ liệu, cần ít nhất ${lack.need}.`,
      en: `Of ${plural(lack.of, 'other portal')} ${lack.have} sent, at least ${lack.need} must.`,
    };
  },
  (lacks) => {
    const lack = lacks.find((one) => one.what === 'portals');
    return lack === undefined ? null : tooFewPortals(lack);
  },
  (lacks, rule) => {
    const count = lacks.filter(({ what }) => what === 'system').length;
    if (count === 0) return null;
    const span = spanWords(rule.systemWindowHours);
    return {
      vi: `${count} hệ thống không gửi hồ sơ trong ${span.vi} qua.`,
      en: `${plural(count, 'system')} sent no dossier in the last ${span.en}.`,
    };
  },
  (lacks) => {
    const lack = lacks.find((one) => one.what === 'systems');
    return lack === undefined ? null : tooFewSystems(lack);
  },
];

function tooFewPortals({ have, need }: { have: number; need: number }): WordsInBoth {
  if (have === 0) return { vi: 'Chưa có cổng nào gửi dữ liệu.', en: 'No portal sends.' };
  return {
    vi: `Có ${have} cổng gửi dữ liệu, cần ít nhất ${need}.`,
    en: `${plural(have, 'portal')} sent, at least ${need} must.`,
  };
}

function tooFewSystems({ have, need, registered }: { have: number; need: number; registered: number }): WordsInBoth {
  if (registered === 0) {
    return {
      vi: 'Chưa đăng ký hệ thống thông tin giải quyết thủ tục hành chính.',
      en: 'No procedure-handling system is registered.',
    };
  }
  return {
    vi: `Có ${have} hệ thống gửi hồ sơ, cần ít nhất ${need}.`,
    en: `${plural(have, 'system')} sent dossiers, at least ${need} must.`,
  };
}

/** What is lacking, one by one. */
export function lackWords(lack: Lack, rule: ConnectionRule): WordsInBoth {
  switch (lack.what) {
    case 'portals':
      return tooFewPortals(lack);
    case 'systems':
      return tooFewSystems(lack);
    case 'required-portal':
    case 'other-portal': {
      const { name, siteId } = lack.portal;
      const span = spanWords(rule.portalWindowHours);
      return {
        vi: `${name} (siteId ${siteId}) không gửi dữ liệu trong ${span.vi} qua.`,
        en: `${name} (siteId ${siteId}) sent nothing in the last ${span.en}.`,
      };
    }
    case 'system': {
      const { name, systemId } = lack.system;
      const span = spanWords(rule.systemWindowHours);
      return {
        vi: `${name} (hệ thống ${systemId}) không gửi hồ sơ trong ${span.vi} qua.`,
        en: `${name} (system ${systemId}) sent no dossier in the last ${span.en}.`,
      };
    }
  }
}
