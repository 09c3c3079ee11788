/** What the simulator adds to the register's bodies: addresses and rough sizes. Simulated figures, real-looking names. */

/** Domain of a ministry or government agency, by agency code. A body that is not listed gets `<code>.gov.vn`. */
export const MINISTRY_DOMAINS: Readonly<Record<string, string>> = {
  G01: 'bocongan.gov.vn',
  G02: 'moit.gov.vn',
  G03: 'moet.gov.vn',
  G04: 'mt.gov.vn',
  G05: 'mpi.gov.vn',
  G06: 'mst.gov.vn',
  G07: 'molisa.gov.vn',
  G08: 'mofa.gov.vn',
  G09: 'moha.gov.vn',
  G10: 'mae.gov.vn',
  G11: 'mod.gov.vn',
  G12: 'mof.gov.vn',
  G13: 'monre.gov.vn',
  G14: 'mic.gov.vn',
  G15: 'moj.gov.vn',
  G16: 'bvhttdl.gov.vn',
  G17: 'moc.gov.vn',
  G18: 'moh.gov.vn',
  G19: 'sbv.gov.vn',
  G24: 'vss.gov.vn',
};

/** Provinces whose domain is not simply the name without accents and spaces. */
export const PROVINCE_DOMAINS: Readonly<Record<string, string>> = {
  H06: 'baria-vungtau.gov.vn',
  H29: 'hochiminhcity.gov.vn',
};

/**
 * How many times an ordinary body's audience these have; every other body gets a size of its own from the seed
 * (log-normal, so a few are large and most are small).
 */
export const KNOWN_SIZES: Readonly<Record<string, number>> = {
  G01: 9,
  G03: 5,
  G12: 6,
  G18: 4,
  G24: 6,
  H17: 4,
  H24: 3,
  H26: 9,
  H29: 11,
  H41: 2.5,
  H49: 3,
  H56: 3,
};
