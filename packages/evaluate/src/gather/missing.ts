import type { BodyConnection, FigureCompleteness, Missing } from '@emc/contract';

/**
 * What the figures of one body lack: what the measuring room says of it, its systems and its portals; that it is not
 * fully connected; that nobody entered its catalogue.
 * @param known.told everything that the measuring room misses, of all bodies
 */
export function missingOf(
  body: Pick<BodyConnection, 'bodyCode' | 'nameVi' | 'nameEn' | 'state' | 'reason'>,
  known: {
    hasCatalogue: boolean;
    siteIds: readonly number[];
    systemIds: readonly number[];
    told: readonly Missing[];
  },
): Missing[] {
  const { bodyCode, nameVi, nameEn, state, reason } = body;
  const own = new Set([
    `body:${bodyCode}`,
    `catalogue:${bodyCode}`,
    ...known.systemIds.flatMap((id) => [`system:${id}`, `unsummed:${id}`, `unreconciled:${id}`, `contradicted:${id}`]),
    ...known.siteIds.map((siteId) => `portal:${siteId}`),
  ]);
  const missing = known.told.filter(({ what }) => own.has(what));
  if (state !== 'connected') {
    const words = { vi: `${nameVi}: ${reason.vi}`, en: `${nameEn}: ${reason.en}` };
    missing.push({ what: `connection:${bodyCode}`, words });
  }
  if (!known.hasCatalogue && !missing.some(({ what }) => what === `catalogue:${bodyCode}`)) {
    const words = {
      vi: `${nameVi}: chưa có danh mục thủ tục hành chính`,
      en: `${nameEn}: its catalogue of procedures has not been entered`,
    };
    missing.push({ what: `catalogue:${bodyCode}`, words });
  }
  return missing;
}

/** What names one body, or something that belongs to one: it concerns nobody else. */
const OF_ONE_BODY = /^(body|system|unsummed|unreconciled|contradicted|portal|connection|catalogue):/;

/** The completeness of one body's figures: what it lacks, and what everybody lacks, such as a collector that stopped. */
export function completenessOfBody(country: FigureCompleteness, own: readonly Missing[]): FigureCompleteness {
  const missing = [...own, ...country.missing.filter(({ what }) => !OF_ONE_BODY.test(what))];
  return { ...country, complete: missing.length === 0, missing };
}
